import { createImage, createRandom, histogramMatching, replay, type Image } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/augment.json';
import { picture } from '../reference';
import { grey } from '../images';
import { sampleOf, withImage } from './samples';

/** The pictures of test/reference/augment.py. */
function limited(seed: number, [low = 0, high = 255]: readonly number[]): Image {
  const image = picture([24, 18], { seed });
  const data = Uint8Array.from(image.data, (x) => (x % (high - low + 1)) + low);
  return createImage({ ...image, data });
}

describe('histogramMatching', () => {
  it.each(reference.cases)(
    'gives the values of scikit-image, rounded: $ours to $theirs',
    ({ seed, ours, theirs, answer }) => {
      const match = histogramMatching({ references: [limited(seed + 50, theirs)], shareRange: [1, 1] });
      const { image } = match(withImage(limited(seed, ours)), createRandom(1));
      const far = answer.map((x, i) => Math.abs(x - image.data[i]!));
      // They are fractions there.
      expect(Math.max(...far)).toBeLessThanOrEqual(0.5);
    },
  );

  it('goes as far as it is told, and leaves the mask', () => {
    const match = histogramMatching({ references: [grey([100])] });
    const sample = sampleOf();
    const half = replay(match, { name: 'histogramMatching', reference: 0, share: 0.5 })(
      sample,
      createRandom(1),
    );
    expect([...half.image.data]).toEqual(
      [...sample.image.data].map((x) => {
        const y = 50 + x / 2;
        return y % 1 === 0.5 ? 2 * Math.round(y / 2) : y;
      }),
    );
    expect(half.mask).toBe(sample.mask);
  });

  it('draws a reference by the seed', () => {
    const match = histogramMatching({ references: [grey([100]), grey([7])], shareRange: [1, 1] });
    const seen = new Set<number>();
    for (let seed = 0; seed < 20; seed++) seen.add(match(sampleOf(), createRandom(seed)).image.data[0]!);
    expect([...seen].sort()).toEqual([100, 7].sort());
  });

  it('refuses other depths, floats and nothing at all', () => {
    const match = histogramMatching({ references: [grey([100])] });
    expect(() => match(sampleOf({ depth: 16 }), createRandom(1))).toThrow(
      /as deep as its reference, got 16 bits/,
    );
    expect(() => histogramMatching({ references: [sampleOf({ depth: 32 }).image] })).toThrow(/got floats/);
    expect(() => histogramMatching({ references: [] })).toThrow(
      'histogramMatching: references must not be empty.',
    );
  });
});
