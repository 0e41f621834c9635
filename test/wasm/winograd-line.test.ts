import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convInfo, type ConvAttrs } from '../../src/wasm/conv-geometry';
import { nativeOf } from '../../src/wasm/native';
import { isWinogradLine, winogradLine } from '../../src/wasm/winograd-line';
import { onNativeKernels } from './native';
import { conv2D, relativeError, type ConvShape } from './reference';
import { convShape, tolerance, values } from './shapes';

onNativeKernels();

const infoOf = (
  image: number[],
  [height, width]: readonly [number, number],
  attrs: Partial<ConvAttrs> = {},
) => convInfo(image, [height, width, image[3]!, 5], { strides: 1, pad: 'same', ...attrs });

describe('isWinogradLine', () => {
  const image = [1, 12, 12, 8];

  it('is true of 1×r and r×1 with 3, 5 or 7 taps that lie and step side by side', () => {
    for (const taps of [3, 5, 7]) {
      expect(isWinogradLine(infoOf(image, [1, taps]))).toBe(true);
      expect(isWinogradLine(infoOf(image, [taps, 1], { pad: 'valid' }))).toBe(true);
    }
    for (const kernel of [
      [1, 1],
      [1, 2],
      [1, 4],
      [1, 9],
      [3, 3],
      [7, 2],
    ] as const) {
      expect(isWinogradLine(infoOf(image, kernel))).toBe(false);
    }
    expect(isWinogradLine(infoOf(image, [1, 7], { strides: [1, 2] }))).toBe(false);
    expect(isWinogradLine(infoOf(image, [7, 1], { dilations: [2, 1] }))).toBe(false);
  });

  it('is false where zeros are added across the kernel', () => {
    expect(isWinogradLine(infoOf(image, [1, 7], { pad: 3 }))).toBe(false);
  });

  it('is false along rows of fewer channels than a vector holds', () => {
    expect(isWinogradLine(infoOf([1, 64, 64, 3], [1, 7]))).toBe(false);
    expect(isWinogradLine(infoOf([1, 64, 64, 3], [7, 1]))).toBe(true);
  });

  it('is false where too few pixels pay for the transform of the filters', () => {
    // Of 5 pixels the second tile has one.
    expect(isWinogradLine(infoOf([1, 5, 5, 8], [1, 7]))).toBe(false);
    expect(isWinogradLine(infoOf([1, 7, 7, 8], [1, 7]))).toBe(true);
    expect(isWinogradLine(infoOf([64, 12, 1, 8], [1, 7]))).toBe(false);
  });
});

describe('winogradLine', () => {
  const run = (shape: ConvShape, x: Float32Array, w: Float32Array): { y: Float32Array; isFinite: boolean } =>
    tf.tidy(() => {
      const { batch, height, width, channels, filters, kernel, pad } = shape;
      const native = nativeOf(tf.backend())!;
      const info = convInfo([batch, height, width, channels], [...kernel, channels, filters], {
        strides: 1,
        pad,
      });
      const y = tf.fill(info.outShape, 7);
      const isFinite = winogradLine(native, {
        info,
        x: tf.tensor(x, info.inShape),
        filter: tf.tensor(w, info.filterShape),
        y,
        bias: 0,
        activation: 0,
        alpha: 0,
      });
      return { y: y.dataSync<'float32'>().slice(), isFinite };
    });
  const inputs = ({ batch, height, width, channels, filters, kernel }: ConvShape) =>
    [
      values('x', batch * height * width * channels),
      values('w', kernel[0] * kernel[1] * channels * filters),
    ] as const;

  it.each([
    ['a tile cut short and channels that fill no vector', { height: 7, width: 9, channels: 5, filters: 7 }],
    ['a line shorter than its kernel', { height: 2, width: 2, channels: 4, filters: 8 }],
    ['one pixel', { height: 1, width: 1, channels: 1, filters: 1 }],
    ['filters in more than one turn', { height: 9, width: 11, channels: 300, filters: 400 }],
    ['more tiles than a block holds', { height: 40, width: 23, channels: 24, filters: 12, batch: 2 }],
    ['no padding', { height: 10, width: 13, channels: 8, filters: 9, pad: 'valid' as const }],
  ])('is the convolution by its definition for %s, along both axes', (_, part) => {
    for (const taps of [3, 5, 7]) {
      for (const kernel of [
        [1, taps],
        [taps, 1],
      ] as const) {
        const shape = convShape({ ...part, kernel });
        const [x, w] = inputs(shape);
        const { y, isFinite } = run(shape, x, w);
        expect(isFinite).toBe(true);
        expect(relativeError(y, conv2D(shape, x, w))).toBeLessThan(tolerance);
      }
    }
  });

  it('says so when a NaN or an infinity is anywhere in the image', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(NaN, Infinity, -Infinity),
        fc.nat(),
        fc.constantFrom(3, 5, 7),
        fc.boolean(),
        (value, at, taps, across) => {
          const kernel = across ? ([1, taps] as const) : ([taps, 1] as const);
          const shape = convShape({ height: 9, width: 10, channels: 3, filters: 6, kernel });
          const [x, w] = inputs(shape);
          x[at % x.length] = value;
          expect(run(shape, x, w).isFinite).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps its scratch under 64 MB for many channels', () => {
    const native = nativeOf(tf.backend())!;
    const sizes: number[] = [];
    const info = convInfo([1, 12, 12, 2048], [1, 7, 2048, 512], { strides: 1, pad: 'same' });
    const watched = { ...native, scratch: (bytes: number) => (sizes.push(bytes), native.scratch(bytes)) };
    tf.tidy(() => {
      const [x, filter, y] = [tf.zeros(info.inShape), tf.zeros(info.filterShape), tf.zeros(info.outShape)];
      winogradLine(watched, { info, x, filter, y, bias: 0, activation: 0, alpha: 0 });
    });
    expect(sizes).toHaveLength(1);
    expect(sizes[0]).toBeLessThan(64e6);
  });
});
