import { createImage, type Augmentation, type Image, type Sample } from 'hilum';
import { expect } from 'vitest';
import { picture } from '../reference';

/** A sample of an image of random values and a mask of 0 and white, two classes. */
export function sampleOf({ size = [12, 9], channels = 1, depth = 8, seed = 1 } = {}): Sample {
  const image = picture(size, { channels, depth, seed });
  const white = depth === 32 ? 1 : 2 ** depth - 1;
  const mask = picture(size, { channels: 2, depth, seed: seed + 1 });
  const data = mask.data.map((x) => (x > white / 2 ? white : 0)) as typeof mask.data;
  return { name: 'a.png', image, mask: createImage({ ...mask, data }) };
}

/** The sample with another image. */
export function withImage(image: Image): Sample {
  return { name: 'a.png', image, mask: image };
}

/**
 * What every augmentation owes at each depth: a new sample of the same name and form, the old one untouched, the
 * same again for the same seed, another for another seed, and only old values in the mask.
 */
export function expectSound(
  augment: Augmentation,
  random: (seed: number) => Parameters<Augmentation>[1],
): void {
  for (const depth of [8, 16, 32]) {
    const sample = sampleOf({ channels: 3, depth });
    const before = structuredClone(sample);
    const first = augment(sample, random(1));
    expect(sample).toEqual(before);
    expect(first.name).toBe(sample.name);
    for (const key of ['image', 'mask'] as const) {
      const { data, ...form } = first[key];
      const { data: old, ...oldForm } = sample[key];
      expect(form).toEqual(oldForm);
      expect(data).not.toBe(key === 'image' ? old : undefined);
      expect(data.every(Number.isFinite)).toBe(true);
    }
    expect([...first.mask.data].every((x) => sample.mask.data.includes(x))).toBe(true);
    expect(augment(sample, random(1))).toEqual(first);
    expect([2, 3, 4, 5].map((seed) => augment(sample, random(seed)).image)).not.toEqual(
      Array(4).fill(first.image),
    );
  }
}
