import { contentHash, createImage, perceptualHash } from 'hilum';
import { describe, expect, it } from 'vitest';
import { measureImage } from '../../src/data/dataset-row';

describe('measureImage', () => {
  it('gives mean and deviation in units of white at every depth', () => {
    // By hand: of 0 and 1 three to one, mean 3/4 and deviation √(3/16).
    for (const [data, channels] of [
      [Uint8Array.of(0, 255, 255, 255), 1],
      [Uint16Array.of(65535, 65535, 0, 65535), 1],
      [Float32Array.of(1, 0, 1, 1), 1],
      [Uint8Array.of(0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255), 3],
    ] as const) {
      const image = createImage({ width: 2, height: 2, channels, data });
      const { mean, deviation, ...rest } = measureImage(image);
      expect(mean).toBeCloseTo(0.75, 12);
      expect(deviation).toBeCloseTo(Math.sqrt(3 / 16), 12);
      expect(rest).toEqual({
        width: 2,
        height: 2,
        channels,
        depth: image.depth,
        contentHash: contentHash(image),
        perceptualHash: perceptualHash(image),
      });
    }
  });

  it('gives a flat image no deviation at all', () => {
    const flat = createImage({ width: 30, height: 30, data: new Uint16Array(900).fill(60_001) });
    expect(measureImage(flat)).toMatchObject({ deviation: 0, perceptualHash: undefined });
  });
});
