import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleBytes } from '../../../src/data/augment/sample-bytes';
import { bilinearSampler, nearestSampler } from '../../../src/data/sampler';
import { picture } from '../reference';

const [image, mask] = [picture([9, 7], { seed: 3 }), picture([9, 7], { seed: 4 })];
const bytes = { ...image, data: image.data as Uint8Array };

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

function sampled(xs: Float64Array, ys: Float64Array) {
  const [blended, copied] = [new Uint8Array(xs.length + 2), new Uint8Array(xs.length + 2)];
  sampleBytes(xs, ys, bytes, mask.data as Uint8Array, blended, copied, 2);
  return { blended, copied };
}

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
