import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { odd, onNativeKernels, random, run, runStock } from './native';
import { relativeError } from './reference';

const operations: Record<string, (a: number, b: number) => number> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Multiply: (a, b) => a * b,
  RealDiv: (a, b) => a / b,
  SquaredDifference: (a, b) => (a - b) ** 2,
};

describe.each(Object.keys(operations))('%s along the channels', (name) => {
  onNativeKernels();
  const operation = operations[name]!;

  it('meets every pixel with the vector, whichever comes first and however it is shaped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 0, maxLength: 3 }),
        fc.integer({ min: 1, max: 21 }),
        fc.integer({ min: 0, max: 3 }),
        fc.boolean(),
        (outer, channels, ones, swapped) => {
          const image = random([...outer, channels], 1);
          const rank = Math.min(ones, outer.length);
          const vector = random([...new Array<number>(rank).fill(1), channels], 2);
          const [x, v] = [image.dataSync(), vector.dataSync()];
          const expected = Array.from(x, (value, i) => {
            const other = v[i % channels]!;
            return swapped ? operation(other, value) : operation(value, other);
          });
          const inputs = swapped ? { a: vector, b: image } : { a: image, b: vector };
          expect(relativeError(run(name, inputs), expected)).toBeLessThan(1e-6);
          tf.dispose([image, vector]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('meets every image of a batch with a vector of its own', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([3, 1, 1], [3, 1], [2, 3, 1]),
        fc.constantFrom(2, 5, 16),
        fc.constantFrom(3, 700),
        fc.boolean(),
        (lead, channels, pixels, swapped) => {
          const image = random([...lead.slice(0, -1), pixels, channels], 1);
          const vectors = random([...lead, channels], 2);
          const [x, v] = [image.dataSync(), vectors.dataSync()];
          const size = pixels * channels;
          const expected = Array.from(x, (value, i) => {
            const other = v[Math.floor(i / size) * channels + (i % channels)]!;
            return swapped ? operation(other, value) : operation(value, other);
          });
          const inputs = swapped ? { a: vectors, b: image } : { a: image, b: vectors };
          expect(relativeError(run(name, inputs), expected)).toBeLessThan(1e-6);
          tf.dispose([image, vectors]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives for NaN and infinities what the stock kernel gives', () => {
    const inputs = { a: odd([3, 7]), b: tf.tensor1d([NaN, Infinity, -Infinity, 0, -0, 1, 2]) };
    expect(run(name, inputs)).toEqual(runStock(name, inputs));
    tf.dispose(inputs);
  });
});
