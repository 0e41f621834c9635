import { createImage, overlayHeatmap } from 'hilum';
import { describe, expect, it } from 'vitest';

const grey = (values: number[]) =>
  createImage({ width: values.length, height: 1, data: Uint8Array.from(values) });
const heat = (values: number[]) =>
  createImage({ width: values.length, height: 1, data: Float32Array.from(values) });
const luminance = (rgb: ArrayLike<number>, p: number): number =>
  0.299 * rgb[3 * p]! + 0.587 * rgb[3 * p + 1]! + 0.114 * rgb[3 * p + 2]!;

describe('overlayHeatmap', () => {
  it('leaves the image as it is where nothing is hot', () => {
    const { data, channels } = overlayHeatmap(grey([7, 200, 90]), heat([0, -1, NaN]));
    expect(channels).toBe(3);
    expect([...data]).toEqual([7, 7, 7, 200, 200, 200, 90, 90, 90]);
  });

  it('mixes as its formula says', () => {
    // Heat 1 of opacity 0.5: halfway to (252, 246, 160).
    const { data } = overlayHeatmap(grey([100, 100]), heat([4, 2]), { opacity: 0.5 });
    expect([...data.subarray(0, 3)]).toEqual([176, 173, 130]);
    // Heat 1/2 lies midway between (180, 48, 92) and (240, 112, 38) = (210, 80, 65), of which a quarter.
    expect([...data.subarray(3)]).toEqual([128, 95, 91]);
  });

  it('draws everything from max on alike', () => {
    const { data } = overlayHeatmap(grey([100, 100]), heat([4, 2]), { max: 2 });
    expect([...data.subarray(0, 3)]).toEqual([...data.subarray(3)]);
  });

  it('grows lighter with heat, so that it reads without colour', () => {
    const steps = Array.from({ length: 101 }, (_, i) => i / 100);
    const { data } = overlayHeatmap(grey(steps.map(() => 0)), heat(steps), { opacity: 1 });
    for (let p = 1; p < steps.length; p++)
      expect(luminance(data, p)).toBeGreaterThanOrEqual(luminance(data, p - 1));
    expect(luminance(data, 100)).toBeGreaterThan(230);
  });

  it('refuses another size, more channels and options out of range', () => {
    expect(() => overlayHeatmap(grey([1, 2]), heat([1]))).toThrow(
      'overlayHeatmap: map must be 2×1 of 1 channel, as the image, got 1×1 of 1. Resize one of them.',
    );
    expect(() => overlayHeatmap(grey([1]), heat([1]), { opacity: 2 })).toThrow(
      /opacity must be between 0 and 1/,
    );
    expect(() => overlayHeatmap(grey([1]), heat([1]), { max: -1 })).toThrow(/max must be finite/);
  });
});
