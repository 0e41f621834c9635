import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeError } from './reference';
import { values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

/** The product by its definition, in double precision; element (i, k) of a transposed matrix lies at (k, i). */
function reference(
  a: Float32Array,
  b: Float32Array,
  [m, n, k]: readonly [number, number, number],
  [transposeA, transposeB]: readonly [boolean, boolean],
): Float64Array {
  const y = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let c = 0; c < k; c++)
        y[i * n + j]! += a[transposeA ? c * m + i : i * k + c]! * b[transposeB ? j * k + c : c * n + j]!;
  return y;
}

function errorOf(sizes: readonly [number, number, number], transposed: readonly [boolean, boolean]): number {
  const [m, n, k] = sizes;
  const [transposeA, transposeB] = transposed;
  const a = values('a', m * k);
  const b = values('b', k * n);
  const y = tf.tidy(() =>
    tf
      .matMul(
        tf.tensor2d(a, transposeA ? [k, m] : [m, k]),
        tf.tensor2d(b, transposeB ? [n, k] : [k, n]),
        transposeA,
        transposeB,
      )
      .dataSync<'float32'>(),
  );
  return relativeError(y, reference(a, b, sizes, transposed));
}

describe('BatchMatMul', () => {
  it('is the product by its definition, for any sizes and transposes', () => {
    const size = fc.integer({ min: 1, max: 70 });
    fc.assert(
      fc.property(fc.tuple(size, size, size), fc.tuple(fc.boolean(), fc.boolean()), (sizes, transposed) => {
        expect(errorOf(sizes, transposed)).toBeLessThan(1e-5);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [5, 1030, 7],
    [50, 9, 600],
    [1, 1, 1],
    [1, 200, 3000],
    [97, 1, 257],
  ] as const)('is right for %i × %i over %i, beyond the blocks it works in', (m, n, k) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true])
        expect(errorOf([m, n, k], [transposeA, transposeB])).toBeLessThan(1e-5);
    }
  });

  it.each([
    [
      [3, 2, 4, 5],
      [3, 2, 5, 6],
    ],
    [
      [3, 1, 4, 5],
      [1, 2, 5, 6],
    ],
    [
      [2, 4, 5],
      [5, 6],
    ],
    [
      [4, 5],
      [2, 3, 5, 6],
    ],
  ])('broadcasts the batches %j and %j', (shapeA, shapeB) => {
    const [ours, spelledOut] = tf.tidy(() => {
      const a = tf.tensor(values('a', tf.util.sizeFromShape(shapeA)), shapeA);
      const b = tf.tensor(values('b', tf.util.sizeFromShape(shapeB)), shapeB);
      const batch = tf.broadcast_util.assertAndGetBroadcastShape(shapeA.slice(0, -2), shapeB.slice(0, -2));
      // The product as a sum over an axis that both sides are spread along.
      const columns = tf.broadcastTo(tf.expandDims(a, -1), [...batch, 4, 5, 6]);
      const rows = tf.broadcastTo(tf.expandDims(b, -3), [...batch, 4, 5, 6]);
      return [tf.matMul(a, b), tf.sum(tf.mul(columns, rows), -2)].map((t) => t.dataSync());
    }) as [Float32Array, Float32Array];
    expect(relativeError(ours, spelledOut)).toBeLessThan(1e-6);
  });

  it('lets NaN and infinities through', () => {
    const y = tf.tidy(() => [
      ...tf.matMul(tf.tensor2d([NaN, 1, 1, Infinity], [2, 2]), tf.tensor2d([0, 1, 0, 1], [2, 2])).dataSync(),
    ]);
    // By IEEE 754: NaN·0 + 0, NaN + 1, 0 + ∞·0, 1 + ∞.
    expect(y).toEqual([NaN, NaN, NaN, Infinity]);
  });
});

describe('_FusedMatMul', () => {
  it.each(['linear', 'relu', 'relu6', 'sigmoid', 'elu', 'leakyrelu', 'prelu'] as const)(
    'adds the bias and applies %s as the cpu backend does',
    async (activation) => {
      const compute = (): Float32Array =>
        tf.tidy(() =>
          tf.fused
            .matMul({
              a: tf.tensor2d(values('a', 7 * 300), [7, 300]),
              b: tf.tensor2d(values('b', 300 * 11), [300, 11]),
              bias: tf.tensor1d(values('c', 11)),
              activation,
              leakyreluAlpha: 0.3,
              ...(activation === 'prelu' && { preluActivationWeights: tf.tensor1d(values('p', 11)) }),
            })
            .dataSync<'float32'>(),
        );
      const ours = compute();
      await tf.setBackend('cpu');
      const cpu = compute();
      await tf.setBackend('wasm');
      expect(relativeError(ours, cpu)).toBeLessThan(1e-5);
    },
  );
});
