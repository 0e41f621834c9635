import { describe, expect, it } from 'vitest';
import { bilinearBytes, nearestBytes } from '../../../src/data/augment/sample-bytes';
import { bilinearSampler, nearestSampler } from '../../../src/data/sampler';
import { picture } from '../reference';

const image = picture([9, 7], { seed: 3 });
const bytes = { ...image, data: image.data as Uint8Array };
const places = (steps: number): Int32Array =>
  Int32Array.from({ length: 15 * steps }, (_, i) => i - 3 * steps);

describe.each([
  ['nearestBytes', nearestBytes(bytes), nearestSampler(image), 1],
  ['bilinearBytes', bilinearBytes(bytes), bilinearSampler(image), 32],
] as const)('%s', (_, fast, general, steps) => {
  it('gives what the general sampler gives, inside, at the rim and outside', () => {
    const xs = places(steps);
    for (let i = 0; i < xs.length; i += 5) {
      const ys = new Int32Array(xs.length).fill(xs[i]!);
      const [ours, theirs] = [new Uint8Array(xs.length + 2), new Uint8Array(xs.length + 2)];
      fast(xs, ys, ours, 2);
      general(xs, ys, theirs, 2);
      expect(ours).toEqual(theirs);
    }
  });
});
