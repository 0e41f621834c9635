import { createImage } from 'hilum';
import { describe, expect, it } from 'vitest';
import {
  axis,
  mapPixels,
  mapValues,
  pickPixels,
  pixelsLike,
  roundHalfEven,
  saturate,
} from '../../src/data/pixels';
import { grey } from './images';

describe('roundHalfEven', () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [2.4999999, 2],
    [2.5000001, 3],
    [254.5, 254],
    [-0.5, 0],
    [-1.5, -2],
  ])('brings %f to %i', (x, expected) => {
    expect(roundHalfEven(x) + 0).toBe(expected);
  });
});

describe('saturate', () => {
  it('stays within black and white', () => {
    expect([-7, 0.4, 254.6, 300].map((x) => saturate(x, 255))).toEqual([0, 0, 255, 255]);
  });
});

describe('pixelsLike', () => {
  it('makes a plain array even of a Node Buffer', () => {
    const made = pixelsLike<Uint8Array>(Buffer.from([1, 2, 3]), 2);
    expect(Buffer.isBuffer(made)).toBe(false);
    expect(made).toEqual(new Uint8Array(2));
    expect(pixelsLike(new Uint16Array(1), 3)).toEqual(new Uint16Array(3));
    expect(pixelsLike(new Float32Array(1), 3)).toEqual(new Float32Array(3));
  });
});

describe('mapPixels and mapValues', () => {
  it('store what they get, or round and saturate it', () => {
    const image = grey([0, 1, 200]);
    const half = (x: number) => x * 1.5;
    expect([...mapPixels(image, Float32Array, half).data]).toEqual([0, 1.5, 300]);
    expect([...mapValues(image, half).data]).toEqual([0, 2, 255]);
  });

  it('leave floats unrounded and unclipped', () => {
    const image = createImage({ width: 2, height: 1, data: Float32Array.of(-1, 0.75) });
    expect([...mapValues(image, (x) => x * 2).data]).toEqual([-2, 1.5]);
  });
});

describe('pickPixels', () => {
  it('takes each pixel from its column and row, and black from −1', () => {
    const image = grey([1, 2], [3, 4]);
    const picked = pickPixels(image, Int32Array.of(1, -1, 0), Int32Array.of(1, -1));
    expect([picked.width, picked.height]).toEqual([3, 2]);
    expect([...picked.data]).toEqual([4, 0, 3, 0, 0, 0]);
  });
});

describe('axis', () => {
  it('lists where each position is taken from', () => {
    expect([...axis(3, (i) => 2 - i)]).toEqual([2, 1, 0]);
  });
});
