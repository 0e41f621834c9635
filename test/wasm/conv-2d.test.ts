import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvShape } from './reference';
import { conv2D as reference, relativeError } from './reference';
import { convShape, convShapes, runKernel, tolerance, values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

const attrsOf = ({ strides, pad, dilations }: ConvShape): object => ({
  strides,
  pad,
  dilations,
  dataFormat: 'NHWC',
});

function errorOf(shape: ConvShape, seed: number | string): number {
  const { batch, height, width, channels: C, filters: K, kernel } = shape;
  const x = values(`${seed}x`, batch * height * width * C);
  const w = values(`${seed}w`, kernel[0] * kernel[1] * C * K);
  return tf.tidy(() => {
    const inputs = { x: tf.tensor(x, [batch, height, width, C]), filter: tf.tensor(w, [...kernel, C, K]) };
    return relativeError(runKernel('Conv2D', inputs, attrsOf(shape)), reference(shape, x, w));
  });
}

describe('Conv2D', () => {
  it('is the convolution by its definition, for any shape', () => {
    fc.assert(
      fc.property(convShapes(3), fc.integer(), (shape, seed) => {
        expect(errorOf(shape, seed)).toBeLessThan(tolerance);
      }),
      { numRuns: 150 },
    );
  });

  const adversarial: [string, Partial<ConvShape>][] = [
    ['one pixel, one channel', { height: 1, width: 1, channels: 1, filters: 1 }],
    ['one row', { height: 1, width: 23, channels: 3, filters: 5 }],
    ['an odd size', { height: 17, width: 31, channels: 7, filters: 9, batch: 2 }],
    ['many tiles and a part of a block', { height: 61, width: 83, channels: 8, filters: 12 }],
    ['filters in more than one turn', { height: 17, width: 17, channels: 200, filters: 160 }],
    ['a small image, whose tiles serve all turns', { height: 13, width: 15, channels: 130, filters: 90 }],
    [
      'a small batch, whose tiles serve all turns',
      { height: 5, width: 8, channels: 96, filters: 100, batch: 3 },
    ],
    ['too few pixels for many filters', { height: 6, width: 6, channels: 320, filters: 300 }],
    ['rows in fives and in fours', { height: 1, width: 131, channels: 400, filters: 270, kernel: [1, 1] }],
    ['a 7×1 kernel', { height: 12, width: 12, channels: 70, filters: 20, kernel: [7, 1] }],
    ['a 1×7 kernel', { height: 12, width: 12, channels: 70, filters: 20, kernel: [1, 7] }],
    ['many channels, a strided kernel', { height: 9, width: 9, channels: 300, filters: 20, strides: [2, 2] }],
    [
      'a 7×7 kernel of stride 2',
      { height: 30, width: 29, channels: 3, filters: 16, kernel: [7, 7], strides: [2, 2] },
    ],
    ['a valid 3×3', { height: 10, width: 7, channels: 5, filters: 6, pad: 'valid', batch: 3 }],
    ['1×1 of stride 2', { height: 9, width: 9, channels: 6, filters: 7, kernel: [1, 1], strides: [2, 2] }],
  ];
  it.each(adversarial)('is right for %s', (_, shape) => {
    expect(errorOf(convShape(shape), 'adversarial')).toBeLessThan(tolerance);
  });

  it('gives a NaN or an infinity anywhere in the image to the pixels that see it, and to no other', () => {
    const size = fc.integer({ min: 1, max: 13 });
    const value = fc.constantFrom(NaN, Infinity, -Infinity);
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 6 }),
        fc.nat(),
        value,
        fc.constantFrom<[number, number]>([3, 3], [1, 7], [5, 1]),
        (height, width, channels, at, bad, kernel) => {
          const shape = convShape({ height, width, channels, filters: 5, kernel });
          const x = values('x', height * width * channels);
          x[at % x.length] = bad;
          const w = values('w', kernel[0] * kernel[1] * channels * 5);
          const kind = (y: ArrayLike<number>): string[] =>
            Array.from(y, (v) => (Number.isFinite(v) ? 'finite' : `${v}`));
          const ours = tf.tidy(() => {
            const inputs = {
              x: tf.tensor(x, [1, height, width, channels]),
              filter: tf.tensor(w, [...kernel, channels, 5]),
            };
            return runKernel('Conv2D', inputs, attrsOf(shape));
          });
          expect(kind(ours)).toEqual(kind(reference(shape, x, w)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('keeps a NaN and an infinity to the pixels that see them, as the stock kernel does', async () => {
    const values = new Float32Array(12 * 12 * 2).fill(1);
    values[(2 * 12 + 3) * 2] = NaN;
    values[(8 * 12 + 8) * 2 + 1] = Infinity;
    const compute = (): number[] =>
      tf.tidy(() => [
        ...tf.conv2d(tf.tensor4d(values, [1, 12, 12, 2]), tf.fill([3, 3, 2, 3], 0.5), 1, 'same').dataSync(),
      ]);
    const ours = compute();
    uninstallWasmKernels();
    const stock = compute();
    await installWasmKernels();
    expect(ours.map(Number.isNaN)).toEqual(stock.map(Number.isNaN));
    expect(ours.map((value) => value === Infinity)).toEqual(stock.map((value) => value === Infinity));
    expect(ours.filter(Number.isNaN)).toHaveLength(27);
  });
});

describe('FusedConv2D', () => {
  it.each(['linear', 'relu', 'relu6', 'sigmoid', 'elu', 'leakyrelu', 'prelu'] as const)(
    'adds the bias and applies %s as the cpu backend does',
    async (activation) => {
      for (const [channels, filters, kernel, strides] of [
        [3, 5, 3, 1],
        [6, 9, 1, 1],
        [4, 7, 3, 2],
        [4, 7, [1, 7], 1],
      ] as const) {
        const taps = typeof kernel === 'number' ? ([kernel, kernel] as const) : kernel;
        const compute = (): Float32Array =>
          tf.tidy(() => {
            const x = tf.tensor4d(values('x', 2 * 9 * 7 * channels), [2, 9, 7, channels]);
            const filter = tf.tensor4d(values('w', taps[0] * taps[1] * channels * filters), [
              ...taps,
              channels,
              filters,
            ]);
            const bias = tf.tensor1d(values('b', filters));
            const prelu = { preluActivationWeights: tf.tensor1d(values('p', filters)) };
            return tf.fused
              .conv2d({
                x: tf.mul<tf.Tensor4D>(x, 4),
                filter,
                strides,
                pad: 'same',
                bias,
                activation,
                leakyreluAlpha: 0.3,
                ...(activation === 'prelu' && prelu),
              })
              .dataSync<'float32'>();
          });
        const ours = compute();
        await tf.setBackend('cpu');
        const cpu = compute();
        await tf.setBackend('wasm');
        expect(relativeError(ours, cpu)).toBeLessThan(tolerance);
      }
    },
  );
});
