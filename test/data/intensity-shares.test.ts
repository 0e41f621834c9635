import { createImage } from 'hilum';
import { describe, expect, it } from 'vitest';
import { intensityBins, intensityShares } from '../../src/data/intensity-shares';

/** The bins that hold something, with what they hold. */
const held = (data: Uint8Array | Uint16Array | Float32Array, channels = 1): Record<number, number> =>
  Object.fromEntries(
    [...intensityShares(createImage({ width: data.length / channels, height: 1, channels, data }))].flatMap(
      (share, bin) => (share > 0 ? [[bin, share]] : []),
    ),
  );

describe('intensityShares', () => {
  it('has bins of equal width from black to white at every depth', () => {
    // Four levels of 8 bits a bin, 1024 of 16 bits.
    expect(held(new Uint8Array([0, 3, 4, 255]))).toEqual({ 0: 0.5, 1: 0.25, 63: 0.25 });
    expect(held(new Uint16Array([1023, 1024, 65535, 65535]))).toEqual({ 0: 0.25, 1: 0.25, 63: 0.5 });
    expect(held(new Float32Array([0, 0.5, 1, 0.499]))).toEqual({ 0: 0.25, 31: 0.25, 32: 0.25, 63: 0.25 });
  });

  it('keeps what lies below black and above white at the ends, and adds up to 1', () => {
    expect(held(new Float32Array([-2, 7]))).toEqual({ 0: 0.5, 63: 0.5 });
    const every = intensityShares(
      createImage({ width: 256, height: 1, data: Uint8Array.from({ length: 256 }, (_, i) => i) }),
    );
    expect(every).toHaveLength(intensityBins);
    for (const share of every) expect(share).toBe(1 / 64);
  });

  it('counts the grey of colours', () => {
    expect(held(new Uint8Array([255, 255, 255, 0, 0, 0]), 3)).toEqual({ 0: 0.5, 63: 0.5 });
  });
});
