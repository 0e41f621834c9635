import fc from 'fast-check';
import { medianBlur } from 'hilum';
import { describe, expect, it } from 'vitest';
import { borderIndex } from '../../src/data/border';
import { anyImage, grey } from './images';
import { digest, opencv, scene } from './reference';

describe('medianBlur', () => {
  it.each(opencv.median)('equals OpenCV on $kind of $size, $channels × $depth bits, size $side', (answer) => {
    const image = scene(answer.kind, answer.size, answer);
    const before = image.data.slice();
    expect(digest(medianBlur(image, { size: answer.side }))).toBe(answer.digest);
    expect(image.data).toEqual(before);
  });

  it('is the middle of the sorted window at every depth and size', () => {
    fc.assert(
      fc.property(anyImage(7), fc.constantFrom(1, 3, 5, 7, 9), (image, size) => {
        const { width, height, channels } = image;
        const { data } = medianBlur(image, { size });
        const reach = size >> 1;
        data.forEach((value, i) => {
          const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
          const window: number[] = [];
          for (let v = y - reach; v <= y + reach; v++)
            for (let u = x - reach; u <= x + reach; u++) {
              const at = borderIndex(v, height, 'replicate') * width + borderIndex(u, width, 'replicate');
              window.push(image.data[at * channels + (i % channels)]!);
            }
          expect(value === window.sort((a, b) => a - b)[(size * size) >> 1]).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('refuses an even size', () => {
    expect(() => medianBlur(grey([1]), { size: 4 })).toThrow('medianBlur: size must be odd, got 4.');
    expect(() => medianBlur(grey([1]), { size: -1 })).toThrow(/size must be an integer of at least 1/);
  });
});
