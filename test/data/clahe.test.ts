import fc from 'fast-check';
import { clahe, createImage } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from './images';
import { digest, opencv, picture, scene } from './reference';

describe('clahe', () => {
  it.each(opencv.clahe)(
    'equals OpenCV on $kind of $size, $depth bits, $tiles tiles, clipped at $clip',
    (answer) => {
      const { kind, size, clip, tiles } = answer;
      const image = scene(kind, size, answer);
      const before = image.data.slice();
      expect(digest(clahe(image, { clipLimit: clip, tiles: tiles as [number, number] }))).toBe(answer.digest);
      expect(image.data).toEqual(before);
    },
  );

  it('takes 2 and 8 × 8 tiles by default', () => {
    const image = picture([40, 40], { seed: 1 });
    expect(clahe(image)).toEqual(clahe(image, { clipLimit: 2, tiles: [8, 8] }));
  });

  // A level's table is its share of the pixels not above it: by hand, half of them are 3.
  it('of one tile without a limit is round(white · share of pixels up to the level)', () => {
    expect([...clahe(grey([3, 3, 5, 9]), { clipLimit: 0, tiles: [1, 1] }).data]).toEqual([
      128, 128, 191, 255,
    ]);
  });

  it('never turns the order of two levels around within one tile', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 30, maxLength: 30 }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        (data, clipLimit) => {
          const flat = clahe(createImage({ width: 6, height: 5, data }), { clipLimit, tiles: [1, 1] });
          const order = [...data.keys()].sort((i, j) => data[i]! - data[j]!);
          for (let k = 1; k < 30; k++)
            expect(flat.data[order[k]!]).toBeGreaterThanOrEqual(flat.data[order[k - 1]!]!);
        },
      ),
    );
  });

  it('reads images that do not begin at a multiple of four bytes', () => {
    const { data } = picture([33, 21], { seed: 3 });
    const shifted = new Uint8Array(data.length + 1).subarray(1);
    shifted.set(data);
    const [a, b] = [data, shifted].map((data) => clahe(createImage({ width: 33, height: 21, data })));
    expect(b!.data).toEqual(a!.data);
  });

  it('refuses several channels, floats and wrong settings', () => {
    expect(() => clahe(picture([2, 2], { channels: 3, seed: 1 }))).toThrow(
      /clahe: image must have 1 channel, got 3/,
    );
    expect(() => clahe(picture([2, 2], { depth: 32, seed: 1 }))).toThrow(
      /clahe: image must have 8 or 16 bits/,
    );
    expect(() => clahe(grey([1]), { clipLimit: -1 })).toThrow('clahe: clipLimit must be at least 0, got -1.');
    expect(() => clahe(grey([1]), { tiles: [8, 0] })).toThrow(
      'clahe: tiles down must be an integer of at least 1, got 0.',
    );
  });
});
