import { affine, createImage, createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from '../images';
import { expectSound, sampleOf, withImage } from './samples';

const random = createRandom;
const still = { rotationRange: [0, 0], scaleRange: [1, 1], shiftRange: [0, 0] } as const;

describe('affine', () => {
  it('changes nothing when all amounts are nothing', () => {
    for (const depth of [8, 16, 32]) {
      const sample = sampleOf({ channels: 3, depth });
      expect(affine(still)(sample, random(1))).toEqual(sample);
    }
  });

  it('turns by 90° counter-clockwise', () => {
    const turned = affine({ ...still, rotationRange: [90, 90] })(
      withImage(grey([1, 2, 3], [4, 5, 6], [7, 8, 9])),
      random(1),
    );
    expect([...turned.image.data]).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
    expect(turned.mask).toEqual(turned.image);
  });

  it('shifts right and down, leaving black', () => {
    const shift = { ...still, shiftRange: [1 / 3, 1 / 3] } as const;
    const sample = withImage(grey([1, 2, 3], [4, 5, 6], [7, 8, 9]));
    expect([...affine(shift)(sample, random(1)).image.data]).toEqual([0, 0, 0, 0, 1, 2, 0, 4, 5]);
  });

  it('enlarges about the centre', () => {
    const scaled = affine({ ...still, scaleRange: [3, 3] })(withImage(grey([10, 70, 10])), random(1));
    // Columns come from 2/3, 1 and 4/3, in 32nds of a pixel from 21, 32 and 43: 10 + 60 · 21/32 = 49.4.
    expect([...scaled.image.data]).toEqual([49, 70, 49]);
    expect([...scaled.mask.data]).toEqual([70, 70, 70]);
  });

  it('leans upright lines to the right', () => {
    // tan 45° = 1: the upper row moves a pixel to the right, the lower one to the left.
    const lean = affine({ ...still, shearRange: [45, 45] });
    const sample = withImage(grey([1, 2, 3], [4, 5, 6], [7, 8, 9]));
    expect([...lean(sample, random(1)).image.data]).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 0]);
  });

  it('keeps image and mask together', () => {
    // A bright disc is its own mask: after any warp both must still cover the same pixels.
    const size = 64;
    const data = Uint8Array.from({ length: size * size }, (_, i) =>
      Math.hypot((i % size) - 20, Math.floor(i / size) - 36) < 12 ? 255 : 0,
    );
    const disc = withImage(createImage({ width: size, height: size, data }));
    for (let seed = 0; seed < 20; seed++) {
      const { image, mask } = affine({ rotationRange: [-45, 45], scaleRange: [0.7, 1.4] })(
        disc,
        random(seed),
      );
      // Only the rim, where the image is blended, may differ; it is 2π · 12 · 1.4 long at most.
      const differing = image.data.filter((x, i) => x > 127 !== mask.data[i]! > 127).length;
      expect(differing).toBeLessThan(20);
    }
  });

  it('is a sound augmentation', () => {
    expectSound(affine(), random);
    expectSound(affine({ shiftRange: [-3, 3] }), random);
  });

  it('refuses ranges that are none', () => {
    expect(() => affine({ scaleRange: [0, 1] })).toThrow(/affine: scaleRange/);
    expect(() => affine({ rotationRange: [10, -10] })).toThrow(/affine: rotationRange .* got \[10, -10\]/);
    expect(() => affine({ shearRange: [0, 90] })).toThrow(/affine: shearRange .* ≤ 80, got \[0, 90\]/);
    expect(() => affine({ shiftRange: [NaN, 1] })).toThrow(/affine: shiftRange/);
  });
});
