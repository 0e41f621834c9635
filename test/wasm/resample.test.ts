import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { odd, onNativeKernels, random, run, runStock } from './native';

const images = fc.record({
  shape: fc.tuple(
    fc.integer({ min: 1, max: 2 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 9 }),
  ),
  factors: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  halfPixelCenters: fc.boolean(),
});

describe('ResizeNearestNeighbor and its gradient', () => {
  onNativeKernels();

  it('repeat pixels, and sum them back, by whole factors', () => {
    fc.assert(
      fc.property(images, ({ shape, factors: [kh, kw], halfPixelCenters }) => {
        const [batch, height, width, channels] = shape;
        const x = random(shape);
        const values = x.dataSync();
        const size = [height * kh, width * kw];
        const dy = random([batch, ...size, channels] as number[], 2);
        const g = dy.dataSync();
        const repeated: number[] = [];
        const summed = new Float64Array(x.size);
        for (let b = 0; b < batch; b++)
          for (let i = 0; i < size[0]!; i++)
            for (let j = 0; j < size[1]!; j++)
              for (let c = 0; c < channels; c++) {
                const from = ((b * height + Math.floor(i / kh)) * width + Math.floor(j / kw)) * channels + c;
                summed[from]! += g[repeated.length]!;
                repeated.push(values[from]!);
              }
        const attrs = { size, alignCorners: false, halfPixelCenters };
        expect(run('ResizeNearestNeighbor', { images: x }, attrs)).toEqual(repeated);
        run('ResizeNearestNeighborGrad', { images: x, dy }, { alignCorners: false }).forEach((value, i) =>
          expect(value).toBeCloseTo(summed[i]!, 5),
        );
        tf.dispose([x, dy]);
      }),
      { numRuns: 80 },
    );
  });

  it('leave other sizes and aligned corners to the stock kernels', () => {
    const x = random([1, 4, 5, 2]);
    for (const attrs of [
      { size: [7, 8], alignCorners: false, halfPixelCenters: false },
      { size: [8, 10], alignCorners: true, halfPixelCenters: false },
    ]) {
      expect(run('ResizeNearestNeighbor', { images: x }, attrs)).toEqual(
        runStock('ResizeNearestNeighbor', { images: x }, attrs),
      );
    }
    x.dispose();
  });

  it('pass NaN and infinities on as the stock kernels do', () => {
    const x = odd([1, 3, 3, 2]);
    const attrs = { size: [6, 6], alignCorners: false, halfPixelCenters: false };
    expect(run('ResizeNearestNeighbor', { images: x }, attrs)).toEqual(
      runStock('ResizeNearestNeighbor', { images: x }, attrs),
    );
    const inputs = { images: x, dy: odd([1, 6, 6, 2]) };
    const name = 'ResizeNearestNeighborGrad';
    expect(run(name, inputs, { alignCorners: false })).toEqual(
      runStock(name, inputs, { alignCorners: false }),
    );
    tf.dispose(inputs);
  });
});
