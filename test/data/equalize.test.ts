import { createImage, equalizeHistogram } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from './images';
import { digest, opencv, picture } from './reference';

describe('equalizeHistogram', () => {
  it.each(opencv.equalize)(
    'equals OpenCV on $size with levels $low to $high',
    ({ size, low, high, seed, ...answer }) => {
      const { width, height, data } = picture(size, { seed });
      const levels = Uint8Array.from(data, (x) => (x % (high - low + 1)) + low);
      const equal = equalizeHistogram(createImage({ width, height, data: levels }));
      expect(digest(equal)).toBe(answer.digest);
    },
  );

  it('makes black and white of two levels, however close', () => {
    expect([...equalizeHistogram(grey([17, 18, 18])).data]).toEqual([0, 255, 255]);
  });

  it('leaves an image of one level as it is, in a new array', () => {
    const image = grey([9, 9], [9, 9]);
    const equal = equalizeHistogram(image);
    expect(equal).toEqual(image);
    expect(equal.data).not.toBe(image.data);
  });

  // By hand: level 1000 is the darkest, 4 pixels remain, scale = 65535 / 4 = 16383.75; sums 1, 3, 4 give 16383.75,
  // 49151.25 and 65535.
  it('uses the same formula over 65,536 levels on 16 bits', () => {
    const data = Uint16Array.of(1000, 1001, 1002, 1002, 9999);
    const equal = equalizeHistogram(createImage({ width: 5, height: 1, data }));
    expect(equal.depth).toBe(16);
    expect([...equal.data]).toEqual([0, 16384, 49151, 49151, 65535]);
  });

  it('refuses several channels and floats, and says what to do', () => {
    const rgb = createImage({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) });
    expect(() => equalizeHistogram(rgb)).toThrow(/1 channel, got 3\. .*toGrey/);
    const float = createImage({ width: 1, height: 1, data: new Float32Array(1) });
    expect(() => equalizeHistogram(float)).toThrow(/toDepth8/);
  });
});
