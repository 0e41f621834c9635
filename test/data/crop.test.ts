import fc from 'fast-check';
import { crop, padToMultiple } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage, grey } from './images';
import { picture } from './reference';

describe('crop', () => {
  it('keeps the rectangle, all channels of it', () => {
    const image = picture([5, 4], { channels: 3, seed: 2 });
    const part = crop(image, { x: 1, y: 2, width: 3, height: 2 });
    expect([part.width, part.height, part.channels]).toEqual([3, 2, 3]);
    const expected = [2, 3].flatMap((y) => [...image.data.subarray((y * 5 + 1) * 3, (y * 5 + 4) * 3)]);
    expect([...part.data]).toEqual(expected);
  });

  it('refuses a rectangle that leaves the image', () => {
    expect(() => crop(grey([1, 2, 3]), { x: 2, width: 2, height: 1 })).toThrow(
      'crop: the rectangle must lie inside the image of 3×1, got 2×1 at 2, 0.',
    );
    expect(() => crop(grey([1, 2, 3]), { width: 0, height: 1 })).toThrow(
      /width must be an integer of at least 1/,
    );
  });
});

describe('padToMultiple', () => {
  it('repeats the last column and row, or is black', () => {
    const image = grey([1, 2, 3], [4, 5, 6]);
    expect([...padToMultiple(image, { multiple: 4 }).data]).toEqual([
      ...[1, 2, 3, 3],
      ...[4, 5, 6, 6],
      ...[4, 5, 6, 6],
      ...[4, 5, 6, 6],
    ]);
    expect([...padToMultiple(image, { multiple: 2, border: 'zero' }).data]).toEqual([1, 2, 3, 0, 4, 5, 6, 0]);
  });

  it('grows to the next multiple, and crop takes it back', () => {
    fc.assert(
      fc.property(
        anyImage(),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('edge', 'zero'),
        (image, multiple, border) => {
          const padded = padToMultiple(image, { multiple, border });
          expect([padded.width % multiple, padded.height % multiple]).toEqual([0, 0]);
          expect(padded.width - image.width).toBeLessThan(multiple);
          expect(padded.height - image.height).toBeLessThan(multiple);
          expect(crop(padded, { width: image.width, height: image.height })).toEqual(image);
        },
      ),
    );
  });

  it('refuses a multiple that is no positive integer', () => {
    expect(() => padToMultiple(grey([1]), { multiple: 0 })).toThrow(
      'padToMultiple: multiple must be an integer of at least 1, got 0.',
    );
  });
});
