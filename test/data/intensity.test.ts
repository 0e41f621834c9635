import { adjustBrightnessContrast, createImage, scaleIntensity } from 'hilum';
import { describe, expect, it } from 'vitest';
import { digest, opencv } from './reference';

const ramp = createImage({ width: 256, height: 1, data: Uint8Array.from({ length: 256 }, (_, x) => x) });

describe('adjustBrightnessContrast', () => {
  // Two addWeighted of OpenCV on each of the 256 values.
  it.each(opencv.brightness_contrast)(
    'equals OpenCV at brightness $brightness, contrast $contrast',
    (answer) => {
      expect(digest(adjustBrightnessContrast(ramp, answer))).toBe(answer.digest);
    },
  );

  it('changes nothing at its defaults', () => {
    expect(adjustBrightnessContrast(ramp, {})).toEqual(ramp);
  });

  it('does the same to 16 bits and floats, each on its own range', () => {
    const knobs = { brightness: -40, contrast: 33 };
    const expected = adjustBrightnessContrast(ramp, knobs).data;
    const deep = createImage({ ...ramp, data: Uint16Array.from(ramp.data, (x) => x * 257) });
    adjustBrightnessContrast(deep, knobs).data.forEach((x, i) =>
      expect(Math.abs(x / 257 - expected[i]!)).toBeLessThan(2),
    );
    const float = createImage({ ...ramp, data: Float32Array.from(ramp.data, (x) => x / 255) });
    const { data } = adjustBrightnessContrast(float, knobs);
    expect(data[128]! * 255).toBeCloseTo(expected[128]!, -0.5);
    expect(data[0]).toBeLessThan(0);
  });

  it('refuses knobs beyond their ends', () => {
    expect(() => adjustBrightnessContrast(ramp, { brightness: 256 })).toThrow(
      /brightness must be between -255 and 255/,
    );
    expect(() => adjustBrightnessContrast(ramp, { contrast: 131 })).toThrow(/below 131, got 131/);
  });
});

describe('scaleIntensity', () => {
  it.each(opencv.scale)('equals OpenCV for $gain · x + $bias', (answer) => {
    expect(digest(scaleIntensity(ramp, answer))).toBe(answer.digest);
  });

  it('refuses numbers that are not finite', () => {
    expect(() => scaleIntensity(ramp, { gain: NaN })).toThrow('gain and bias must be finite, got NaN and 0.');
  });
});
