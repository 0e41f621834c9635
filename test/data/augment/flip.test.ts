import fc from 'fast-check';
import { createRandom, flipHorizontal, flipVertical } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage, grey } from '../images';
import { sampleOf, withImage } from './samples';

describe.each([
  ['flipHorizontal', flipHorizontal, [3, 2, 1, 6, 5, 4]],
  ['flipVertical', flipVertical, [4, 5, 6, 1, 2, 3]],
] as const)('%s', (_, flip, expected) => {
  it('mirrors image and mask alike', () => {
    const { image, mask } = flip({ probability: 1 })(withImage(grey([1, 2, 3], [4, 5, 6])), createRandom(1));
    expect([...image.data]).toEqual(expected);
    expect([...mask.data]).toEqual(expected);
  });

  it('changes nothing when done twice', () => {
    const augment = flip({ probability: 1 });
    fc.assert(
      fc.property(anyImage(), (image) => {
        const sample = withImage(image);
        expect(augment(augment(sample, createRandom(1)), createRandom(1))).toEqual(sample);
      }),
    );
  });

  it('happens half of the time, by seed', () => {
    const sample = sampleOf();
    const random = createRandom(7);
    const flipped = Array.from({ length: 400 }, () => flip()(sample, random) !== sample);
    // Binomial: 200 ± 5 standard deviations of 10.
    expect(Math.abs(flipped.filter(Boolean).length - 200)).toBeLessThan(50);
    expect(flip({ probability: 0 })(sample, random)).toBe(sample);
  });

  it('leaves what it was given as it is', () => {
    const sample = sampleOf();
    const before = structuredClone(sample);
    flip({ probability: 1 })(sample, createRandom(1));
    expect(sample).toEqual(before);
  });

  it('refuses a probability above 1', () => {
    expect(() => flip({ probability: 2 })).toThrow(/probability must be between 0 and 1, got 2/);
  });
});
