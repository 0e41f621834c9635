import fc from 'fast-check';
import { createImage, cropToMask, maskBox, toAspect } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from './images';
import { picture } from './reference';

/** A mask of 20 × 16 with one rectangle. */
function maskOf(x: number, y: number, width: number, height: number) {
  const mask = createImage({ width: 20, height: 16, data: new Uint8Array(320) });
  for (let v = y; v < y + height; v++) mask.data.fill(255, v * 20 + x, v * 20 + x + width);
  return mask;
}

describe('maskBox', () => {
  it('finds any rectangle, in any channel', () => {
    const side = (size: number) =>
      fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1]);
    fc.assert(
      fc.property(side(20), side(16), ([x, width], [y, height]) => {
        expect(maskBox(maskOf(x!, y!, width!, height!))).toEqual({ x, y, width, height });
      }),
    );
    const two = createImage({ width: 3, height: 1, channels: 2, data: Uint8Array.of(0, 0, 0, 9, 0, 0) });
    expect(maskBox(two)).toEqual({ x: 1, y: 0, width: 1, height: 1 });
  });

  it('finds nothing in an empty mask', () => {
    expect(maskBox(grey([0, 0]))).toBeUndefined();
  });
});

describe('cropToMask', () => {
  const image = picture([20, 16], { channels: 3, seed: 1 });

  // By hand: 0.25 of the longer side, 8, is 2 on each side.
  it('keeps the box and its margin', () => {
    const part = cropToMask(maskOf(5, 6, 8, 4), { mask: maskOf(5, 6, 8, 4), margin: 0.25 });
    expect([part.width, part.height]).toEqual([12, 8]);
    expect(maskBox(part)).toEqual({ x: 2, y: 2, width: 8, height: 4 });
    expect(cropToMask(image, { mask: maskOf(0, 0, 1, 1), margin: 0 }).data).toEqual(image.data.slice(0, 3));
  });

  it('stays inside the image and keeps all foreground, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.nat(19),
        fc.nat(15),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.constantFrom(0.3, 1, 2.5),
        (x, y, margin, aspect) => {
          const mask = maskOf(x, y, 20 - x, 16 - y);
          const part = cropToMask(mask, { mask, margin, reshape: toAspect(aspect) });
          expect(part.data.filter((value) => value !== 0)).toHaveLength((20 - x) * (16 - y));
        },
      ),
    );
  });

  it('moves a box of a wanted aspect inside instead of cutting it', () => {
    const part = cropToMask(image, { mask: maskOf(0, 0, 4, 10), margin: 0, reshape: toAspect(1) });
    expect([part.width, part.height]).toEqual([10, 10]);
  });

  it('refuses a mask of another size or without foreground, and a wrong margin', () => {
    expect(() => cropToMask(image, { mask: grey([1]) })).toThrow(/mask must be 20×16, as the image, got 1×1/);
    expect(() => cropToMask(image, { mask: maskOf(0, 0, 0, 0) })).toThrow(/must hold foreground, got none/);
    expect(() => cropToMask(image, { mask: image, margin: NaN })).toThrow(
      /margin must be finite and at least 0/,
    );
  });
});

describe('toAspect', () => {
  it('grows one side about the centre', () => {
    const box = { x: 10, y: 10, width: 20, height: 30 };
    expect(toAspect(1)(box)).toEqual({ x: 5, y: 10, width: 30, height: 30 });
    expect(toAspect(0.5)(box)).toEqual({ x: 10, y: 5, width: 20, height: 40 });
  });

  it('refuses what is no aspect', () => {
    expect(() => toAspect(0)).toThrow('toAspect: aspect must be finite and above 0, got 0.');
  });
});
