import {
  compose,
  createRandom,
  crop,
  elastic,
  flipHorizontal,
  randomCrop,
  randomResizedCrop,
  replay,
  resizeBilinear,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from '../images';
import { expectSound, sampleOf, withImage } from './samples';

describe('randomCrop', () => {
  it('copies a part, each of them as likely', () => {
    const random = createRandom(1);
    const cut = randomCrop({ width: 2, height: 1 });
    const sample = withImage(grey([1, 2, 3], [4, 5, 6]));
    const counts = new Map<string, number>();
    for (let i = 0; i < 400; i++) {
      const { image, mask } = cut(sample, random);
      expect(mask).toEqual(image);
      counts.set(image.data.join(), (counts.get(image.data.join()) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['1,2', '2,3', '4,5', '5,6']);
    // Binomial: 100 ± 5 standard deviations of 8.7.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(44);
  });

  it('is part of the one warp, in its place', () => {
    const cut = randomCrop({ width: 5, height: 4 });
    const flip = flipHorizontal({ probability: 1 });
    const sample = sampleOf();
    const random = createRandom(3);
    const apart = cut(flip(sample, random), random);
    expect(compose(flip, cut)(sample, createRandom(3)).mask.data).toEqual(apart.mask.data);
    expect(compose(cut, elastic())(sample, createRandom(3)).image.width).toBe(5);
  });

  it('refuses a part larger than the image', () => {
    expect(() => randomCrop({ width: 13, height: 2 })(sampleOf(), createRandom(1))).toThrow(
      'randomCrop: image must be at least [2, 13], got [9, 12]. Crop less, or resize or pad it first.',
    );
    expect(() => randomCrop({ width: 0, height: 2 })).toThrow(/width must be an integer of at least 1/);
  });
});

describe('randomResizedCrop', () => {
  it('is a crop resized back', () => {
    const sample = sampleOf({ size: [40, 40] });
    const drawn = { name: 'randomResizedCrop', area: 0.25, ratio: 1, left: 0.5, top: 0.25 };
    const { image } = replay(randomResizedCrop(), drawn)(sample, createRandom(1));
    const part = crop(sample.image, { x: 10, y: 5, width: 20, height: 20 });
    const expected = resizeBilinear(part, { width: 40, height: 40 }).data;
    // Quarters of a pixel are whole 32nds. At the rim the resize repeats pixels, the warp sees those outside.
    let far = 0;
    for (let y = 1; y < 39; y++)
      for (let x = 1; x < 39; x++)
        far = Math.max(far, Math.abs(image.data[y * 40 + x]! - expected[y * 40 + x]!));
    expect(far).toBeLessThanOrEqual(1);
  });

  it('of the whole area changes nothing', () => {
    const sample = sampleOf();
    expect(randomResizedCrop({ areaRange: [1, 1] })(sample, createRandom(1))).toEqual(sample);
  });

  it('is a sound augmentation', () => {
    expectSound(randomResizedCrop({ areaRange: [0.3, 0.5], ratioRange: [0.5, 2] }), createRandom);
  });

  it('refuses areas above 1', () => {
    expect(() => randomResizedCrop({ areaRange: [0.5, 2] })).toThrow(/areaRange .* ≤ 1, got \[0.5, 2\]/);
  });
});
