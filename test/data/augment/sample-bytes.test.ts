import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOfPieces } from '../../../src/data/augment/pieces';
import { sampleBytes, samplePieces, type Bytes } from '../../../src/data/augment/sample-bytes';
import { bilinearSampler, nearestSampler } from '../../../src/data/sampler';
import { picture } from '../reference';

const [image, mask] = [picture([9, 7], { seed: 3 }), picture([9, 7], { seed: 4 })];

/** By the general samplers, at places in 32nds of a pixel. */
function expected(xs: Int32Array, ys: Int32Array) {
  const [blended, copied] = [new Uint8Array(xs.length + 2), new Uint8Array(xs.length + 2)];
  bilinearSampler(image)(xs, ys, blended, 2);
  nearestSampler(mask)(
    xs.map((x) => (x + 16) >> 5),
    ys.map((y) => (y + 16) >> 5),
    copied,
    2,
  );
  return { blended, copied };
}

/** By the fast ones: `length` results after two that stay. */
function by(sample: (bytes: Bytes) => void, length: number) {
  const results = { blended: new Uint8Array(length + 2), copied: new Uint8Array(length + 2) };
  const sources = { image: image.data as Uint8Array, mask: mask.data as Uint8Array };
  sample({ width: image.width, height: image.height, ...sources, ...results });
  return results;
}
const sampled = (xs: Float64Array, ys: Float64Array) =>
  by((bytes) => sampleBytes(bytes, xs, ys, 2), xs.length);

describe('sampleBytes', () => {
  it('gives what the general samplers give at every 32nd of a pixel, inside, at the rim and outside', () => {
    const xs = Int32Array.from({ length: 15 * 32 }, (_, i) => i - 3 * 32);
    for (const y of xs) {
      const ys = new Int32Array(xs.length).fill(y);
      const places = [xs, ys].map((steps) => Float64Array.from(steps, (step) => step / 32));
      expect(sampled(places[0]!, places[1]!)).toEqual(expected(xs, ys));
    }
  });

  it('rounds places to 32nds, half up, and finds far ones outside', () => {
    const place = fc.oneof(fc.double({ min: -2, max: 10, noNaN: true }), fc.double());
    fc.assert(
      fc.property(place, place, (x, y) => {
        const steps = (at: number): Int32Array =>
          Int32Array.of(Math.floor(Math.min(Math.max(at, -100), 100) * 32 + 0.5));
        const outside = Number.isNaN(x) || Number.isNaN(y);
        const known = outside ? expected(steps(-9), steps(-9)) : expected(steps(x), steps(y));
        // A place just left of −1 rounds to −1, where all is black, too.
        expect(sampled(Float64Array.of(x), Float64Array.of(y))).toEqual(known);
      }),
      { numRuns: 500 },
    );
  });
});

describe('samplePieces', () => {
  // From well inside to far outside, in halves of the steps that are rounded to as well.
  const start = fc.oneof(
    fc.double({ min: -3, max: 11, noNaN: true }),
    fc.integer({ min: -99, max: 700 }).map((half) => half / 64),
  );
  const slope = fc.oneof(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.integer({ min: -40, max: 40 }).map((half) => half / 64),
  );

  it('gives what sampleBytes gives at the same places', () => {
    const piece = fc.tuple(start, slope, start, slope, fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (list) => {
        let length = 0;
        const ends = Int32Array.from(list, ([, , , , pixels]) => (length += pixels));
        const column = (k: 0 | 1 | 2 | 3) => Float64Array.from(list, (numbers) => numbers[k]);
        const [startX, slopeX, startY, slopeY] = [column(0), column(1), column(2), column(3)];
        const pieces = { count: list.length, ends, startX, slopeX, startY, slopeY };
        const [xs, ys] = [new Float64Array(length), new Float64Array(length)];
        placesOfPieces(pieces, xs, ys);
        expect(by((bytes) => samplePieces(bytes, pieces, 2), length)).toEqual(sampled(xs, ys));
      }),
      { numRuns: 500 },
    );
  });
});
