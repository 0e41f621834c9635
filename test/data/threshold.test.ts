import { createImage, threshold } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from './images';

describe('threshold', () => {
  it('makes white of what lies above 127, not of 127 itself', () => {
    expect([...threshold(grey([0, 127, 128, 255])).data]).toEqual([0, 0, 255, 255]);
  });

  it('cuts at the middle of each depth and gives 8 bits', () => {
    for (const data of [Uint16Array.of(32767, 32768), Float32Array.of(0.5, 0.51)]) {
      const mask = threshold(createImage({ width: 2, height: 1, data }));
      expect(mask.depth).toBe(8);
      expect([...mask.data]).toEqual([0, 255]);
    }
  });

  it('cuts where it is told, and takes NaN for background', () => {
    const image = createImage({ width: 4, height: 1, data: Float32Array.of(0.2, 0.4, NaN, 0.9) });
    expect([...threshold(image, { above: 0.3 }).data]).toEqual([0, 255, 0, 255]);
  });
});
