import { coarseDropout, createImage, createRandom, replay } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectSound, sampleOf, withImage } from './samples';

describe('coarseDropout', () => {
  it('blackens the rectangles that were drawn, and nothing outside', () => {
    const data = new Uint8Array(200).fill(9);
    const sample = withImage(createImage({ width: 10, height: 10, channels: 2, data }));
    // Width 0.3 and height 0.2 of 10, half of the way to the right, at the lower rim: columns 4 to 6, rows 8 and 9.
    const drawn = { name: 'coarseDropout', holes: [[0.3, 0.2, 0.5, 1]] };
    const { image, mask } = replay(coarseDropout(), drawn)(sample, createRandom(1));
    image.data.forEach((x, i) => {
      const [column, row] = [(i >> 1) % 10, Math.floor(i / 20)];
      const isHole = column >= 4 && column <= 6 && row >= 8;
      expect(x).toBe(isHole ? 0 : 9);
    });
    expect(mask).toBe(sample.mask);
  });

  it('makes as many holes as it is told', () => {
    const plan = coarseDropout({ holesRange: [2, 4] }).plan!;
    const random = createRandom(1);
    const counts = Array.from(
      { length: 60 },
      () => (plan.draw(random) as unknown as { holes: unknown[] }).holes.length,
    );
    expect(new Set(counts)).toEqual(new Set([2, 3, 4]));
  });

  it('of no holes changes nothing', () => {
    const sample = sampleOf();
    expect(coarseDropout({ holesRange: [0, 0] })(sample, createRandom(1))).toEqual(sample);
  });

  it('is a sound augmentation', () => {
    expectSound(coarseDropout({ sizeRange: [0.2, 0.5] }), createRandom);
  });

  it('refuses half a hole', () => {
    expect(() => coarseDropout({ holesRange: [0.5, 2] })).toThrow(/holesRange must be an integer .* got 0.5/);
  });
});
