import { createImage, toGrey } from 'hilum';
import { describe, expect, it } from 'vitest';
import { digest, opencv, picture } from './reference';

describe('toGrey', () => {
  it.each(opencv.grey)('equals OpenCV on $channels channels of $depth bits', (answer) => {
    expect(digest(toGrey(picture(answer.size, answer)))).toBe(answer.digest);
  });

  it('keeps white white and black black at every depth', () => {
    const both = [0, 0, 0, 1, 1, 1];
    for (const [make, white] of [
      [Uint8Array, 255],
      [Uint16Array, 65535],
      [Float32Array, 1],
    ] as const) {
      const data = new make(both.map((x) => x * white));
      expect([...toGrey(createImage({ width: 2, height: 1, channels: 3, data })).data]).toEqual([0, white]);
    }
  });

  it('drops the alpha of a grey image', () => {
    const data = Uint8Array.of(7, 0, 9, 255);
    expect([...toGrey(createImage({ width: 2, height: 1, channels: 2, data })).data]).toEqual([7, 9]);
  });

  it('returns a grey image as it is', () => {
    const image = picture([3, 2], { seed: 1 });
    expect(toGrey(image)).toBe(image);
  });

  it('refuses five channels', () => {
    const image = createImage({ width: 1, height: 1, channels: 5, data: new Uint8Array(5) });
    expect(() => toGrey(image)).toThrow(/1 to 4 channels, got 5/);
  });
});
