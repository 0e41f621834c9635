import { blur, clahe, createRandom, gaussianBlur, localContrast, sharpen } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from '../images';
import { expectSound, sampleOf, withImage } from './samples';

describe('blur', () => {
  it('is a Gaussian blur of the image', () => {
    const sample = sampleOf();
    const { image, mask } = blur({ sigmaRange: [1.2, 1.2] })(sample, createRandom(1));
    expect(image).toEqual(gaussianBlur(sample.image, { sigma: 1.2 }));
    expect(mask).toBe(sample.mask);
  });

  it('is a sound augmentation', () => expectSound(blur(), createRandom));

  it('refuses no blur', () => {
    expect(() => blur({ sigmaRange: [0, 1] })).toThrow(/blur: sigmaRange/);
  });
});

describe('sharpen', () => {
  it('steepens an edge and leaves what is flat', () => {
    const row = [100, 100, 100, 100, 150, 150, 150, 150];
    const { data } = sharpen({ amountRange: [1, 1], sigmaRange: [0.5, 0.5] })(
      withImage(grey(row)),
      createRandom(1),
    ).image;
    expect([data[0], data[7]]).toEqual([100, 150]);
    expect(data[3]).toBeLessThan(100);
    // What is taken away on one side is added on the other.
    expect(data[4]! - 150).toBe(100 - data[3]!);
  });

  it('of no amount changes nothing', () => {
    const sample = sampleOf();
    expect(sharpen({ amountRange: [0, 0] })(sample, createRandom(1))).toEqual(sample);
  });

  it('is a sound augmentation', () => expectSound(sharpen(), createRandom));
});

describe('localContrast', () => {
  it('is CLAHE of the image, its limit by the seed', () => {
    const sample = sampleOf({ size: [32, 32] });
    const equalize = localContrast({ clipLimitRange: [3, 3], tiles: [2, 2] });
    const { image, mask } = equalize(sample, createRandom(1));
    expect(image).toEqual(clahe(sample.image, { clipLimit: 3, tiles: [2, 2] }));
    expect(mask).toBe(sample.mask);
    const limits = [1, 2].map((seed) => localContrast().plan!.draw(createRandom(seed)));
    expect(limits[0]).not.toEqual(limits[1]);
  });

  it('refuses limits below 1', () => {
    expect(() => localContrast({ clipLimitRange: [0, 2] })).toThrow(/localContrast: clipLimitRange/);
  });
});
