import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warp, type Matrix } from '../../../src/data/augment/warp';
import { anyImage, grey } from '../images';

const shift = (x: number, y: number): Matrix => [1, 0, x, 0, 1, y];

describe('warp', () => {
  it('blends four pixels, or takes the one a place lies in', () => {
    const image = grey([0, 100], [100, 200]);
    expect(warp(image, shift(0.25, 0.5), 'bilinear').data[0]).toBe(75);
    expect(warp(image, shift(0.4, 0.6), 'nearest').data[0]).toBe(100);
  });

  it('fades to black outside', () => {
    const image = grey([10, 20, 30]);
    expect([...warp(image, shift(-2, 0), 'bilinear').data]).toEqual([0, 0, 10]);
    expect([...warp(image, shift(2.5, 0), 'bilinear').data]).toEqual([15, 0, 0]);
  });

  it('brings no value outside those of the image and black, and no new one with nearest', () => {
    const number = fc.double({ min: -20, max: 20, noNaN: true });
    const matrix = fc.tuple(number, number, number, number, number, number);
    fc.assert(
      fc.property(anyImage(), matrix, (image, m) => {
        const blended = warp(image, m, 'bilinear').data;
        const slack = image.depth === 32 ? 1e-6 : 0;
        expect(Math.min(...blended)).toBeGreaterThanOrEqual(Math.min(0, ...image.data) - slack);
        expect(Math.max(...blended)).toBeLessThanOrEqual(Math.max(0, ...image.data) + slack);
        const known = new Set([0, ...image.data]);
        expect([...warp(image, m, 'nearest').data].every((x) => known.has(x))).toBe(true);
      }),
    );
  });
});
