import { describe, expect, it } from 'vitest';
import { bilinearSampler, bilinearSteps, nearestSampler } from '../../src/data/sampler';
import { grey } from './images';

const image = grey([0, 32, 64], [96, 128, 160]);

describe('nearestSampler', () => {
  it('copies whole pixels from a start on, and knows what lies outside', () => {
    const out = new Uint8Array(5);
    nearestSampler(image, { value: 7 })(Int32Array.of(2, -1), Int32Array.of(1, 0), out, 1);
    expect([...out]).toEqual([0, 160, 7, 0, 0]);
    nearestSampler(image, { border: 'reflect101' })(Int32Array.of(3, 0), Int32Array.of(0, -1), out, 3);
    expect([...out]).toEqual([0, 160, 7, 32, 96]);
  });
});

describe('bilinearSampler', () => {
  it('blends at places given in 32nds of a pixel', () => {
    const out = new Uint8Array(4);
    const at = (...places: number[]) => Int32Array.from(places, (place) => place * bilinearSteps);
    // By hand: half way right; half way both; on a pixel of the last column; half out over the right border.
    bilinearSampler(image)(at(0.5, 0.5, 2, 2.5), at(0, 0.5, 0, 0), out, 0);
    expect([...out]).toEqual([16, 64, 64, 32]);
    bilinearSampler(image, { border: 'replicate' })(at(2.5), at(0), out, 3);
    expect(out[3]).toBe(64);
  });
});
