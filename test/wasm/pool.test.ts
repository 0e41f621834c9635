import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { odd, onNativeKernels, random, run, runStock } from './native';

const pools = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
  channels: fc.integer({ min: 1, max: 9 }),
  filterSize: fc.integer({ min: 1, max: 3 }),
  strides: fc.integer({ min: 1, max: 3 }),
  pad: fc.constantFrom('same' as const, 'valid' as const),
});

/** The gradients of both poolings by their definition. */
function gradients(
  x: tf.Tensor,
  dy: tf.Tensor,
  info: tf.backend_util.Conv2DInfo,
): { max: Float64Array; mean: Float64Array } {
  const [values, g] = [x.dataSync(), dy.dataSync()];
  const { inHeight, inWidth, inChannels: C, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const max = new Float64Array(x.size);
  const mean = new Float64Array(x.size);
  for (let at = 0; at < dy.size; at++) {
    const c = at % C;
    const j = Math.floor(at / C) % outWidth;
    const i = Math.floor(at / C / outWidth) % outHeight;
    const b = Math.floor(at / C / outWidth / outHeight);
    let best = -1;
    for (let u = 0; u < filterHeight; u++)
      for (let v = 0; v < filterWidth; v++) {
        const row = i * info.strideHeight - padInfo.top + u;
        const column = j * info.strideWidth - padInfo.left + v;
        if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) continue;
        const from = ((b * inHeight + row) * inWidth + column) * C + c;
        mean[from]! += g[at]! / filterHeight / filterWidth;
        if (best < 0 || values[from]! > values[best]!) best = from;
      }
    max[best]! += g[at]!;
  }
  return { max, mean };
}

describe('MaxPoolGrad and AvgPoolGrad', () => {
  onNativeKernels();

  it('give each window its gradient: to its first maximum, or in equal shares', () => {
    fc.assert(
      fc.property(pools, ({ batch, height, width, channels, filterSize, strides, pad }) => {
        const shape: [number, number, number, number] = [batch, height, width, channels];
        const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
        if (info.outHeight < 1 || info.outWidth < 1) return;
        // Few values, so that many are equal.
        const input = tf.tidy(() => tf.round(tf.mul(random(shape), 2)));
        const dy = random(info.outShape, 2);
        const { max, mean } = gradients(input, dy, info);
        const attrs = { filterSize, strides, pad };
        run('MaxPoolGrad', { dy, input }, attrs).forEach((v, i) => expect(v).toBeCloseTo(max[i]!, 5));
        run('AvgPoolGrad', { dy, input }, attrs).forEach((v, i) => expect(v).toBeCloseTo(mean[i]!, 5));
        tf.dispose([input, dy]);
      }),
      { numRuns: 80 },
    );
  });

  it('give for NaN and infinities what the cpu backend gives', async () => {
    const attrs = { filterSize: 2, strides: 2, pad: 'valid' };
    const both = async (backend: string): Promise<number[][]> => {
      await tf.setBackend(backend);
      const input = odd([1, 6, 8, 5]);
      const all = [random([1, 3, 4, 5]), odd([1, 3, 4, 5])].flatMap((dy) =>
        ['MaxPoolGrad', 'AvgPoolGrad'].map((name) => run(name, { dy, input, output: dy }, attrs)),
      );
      input.dispose();
      return all;
    };
    const expected = await both('cpu');
    expect(await both('wasm')).toEqual(expected);
  });

  it('find the maximum of negative values too, where the stock kernel takes the first value for it', () => {
    const inputs = { dy: tf.ones([1, 1, 1, 1]), input: tf.tensor4d([-5, -3, -1, -2], [1, 2, 2, 1]) };
    const attrs = { filterSize: 2, strides: 2, pad: 'valid' };
    expect(run('MaxPoolGrad', inputs, attrs)).toEqual([0, 0, 1, 0]);
    expect(runStock('MaxPoolGrad', inputs, attrs)).toEqual([1, 0, 0, 0]);
    tf.dispose(inputs);
  });
});
