import { describe, expect, it } from 'vitest';
import {
  convInfo,
  imageOf,
  isProduct,
  isWinograd,
  positionsOf,
  windowOf,
  type ConvAttrs,
} from '../../src/wasm/conv-geometry';

const image = [2, 9, 16, 3];
const info = (filter: [number, number], attrs: Partial<ConvAttrs> = {}) =>
  convInfo(image, [...filter, 3, 5], { strides: 1, pad: 'same', ...attrs });

describe('the geometry of a convolution', () => {
  it('follows the rule of TensorFlow', () => {
    const strided = info([3, 5], { strides: [2, 3] });
    expect(imageOf(strided)).toEqual([2, 9, 16, 3]);
    expect(windowOf(strided)).toEqual([3, 5, 2, 3]);
    // ⌈9 / 2⌉ by ⌈16 / 3⌉ pixels for each of two images.
    expect(positionsOf(strided)).toBe(2 * 5 * 6);
    expect(positionsOf(info([3, 5], { pad: 'valid' }))).toBe(2 * 7 * 12);
  });

  it('is for Winograd where 3×3 taps lie and step side by side, and the output is large enough', () => {
    const output = [2, 9, 16, 5];
    expect(isWinograd(info([3, 3]), output)).toBe(true);
    expect(isWinograd(info([3, 3]), [1, 4, 12, 5])).toBe(false);
    // Four tiles: of 64 pixels they pay for the transform of the filters, of 49 they do not.
    expect(isWinograd(info([3, 3]), [1, 8, 8, 5])).toBe(true);
    expect(isWinograd(info([3, 3]), [1, 7, 7, 5])).toBe(false);
    expect(isWinograd(info([3, 3]), [64, 1, 1, 5])).toBe(false);
    expect(isWinograd(info([3, 5]), output)).toBe(false);
    expect(isWinograd(info([3, 3], { strides: [1, 2] }), output)).toBe(false);
    expect(isWinograd(info([3, 3], { dilations: [2, 1] }), output)).toBe(false);
  });

  it('is one product of matrices where every pixel stands by itself', () => {
    expect(isProduct(info([1, 1]))).toBe(true);
    expect(isProduct(info([1, 1], { strides: 2 }))).toBe(false);
    expect(isProduct(info([1, 3]))).toBe(false);
    expect(isProduct(info([1, 1], { pad: 1 }))).toBe(false);
  });
});
