import { createImage, maskOutside } from 'hilum';
import { describe, expect, it } from 'vitest';

const image = createImage({ width: 2, height: 1, channels: 3, data: Uint16Array.of(1, 2, 3, 4, 5, 6) });
const mask = createImage({ width: 2, height: 1, data: Uint8Array.of(0, 255) });

describe('maskOutside', () => {
  it('keeps what the mask covers, in every channel, and leaves the image alone', () => {
    const kept = maskOutside(image, { mask });
    expect(kept).toEqual({ ...image, data: Uint16Array.of(0, 0, 0, 4, 5, 6) });
    expect(image.data[0]).toBe(1);
    expect([...maskOutside(image, { mask, fill: 9 }).data]).toEqual([9, 9, 9, 4, 5, 6]);
  });

  it('refuses a mask of another size or of several channels', () => {
    expect(() =>
      maskOutside(image, { mask: createImage({ width: 1, height: 1, data: new Uint8Array(1) }) }),
    ).toThrow(
      'maskOutside: mask must be 2×1 of 1 channel, as the image, got 1×1 of 1. Resize it (resizeNearest).',
    );
    expect(() => maskOutside(image, { mask: image })).toThrow(/got 2×1 of 3/);
  });
});
