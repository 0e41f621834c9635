import * as fc from 'fast-check';
import { createImage, overlay, type Image } from 'hilum';
import { describe, expect, it } from 'vitest';

const red = [255, 0, 0] as const;
const green = [0, 255, 0] as const;

const grey = (width: number, height: number, value = 100): Image<Uint8Array> =>
  createImage({ width, height, data: new Uint8Array(width * height).fill(value) });

/** A mask from rows of `#` and `.`. */
function maskOf(...rows: string[]): Image<Uint8Array> {
  const data = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 255 : 0));
  return createImage({ width: rows[0]!.length, height: rows.length, data });
}

/** Rows of letters: `r` red, `g` green, `.` the grey 100, `t` anything else (tinted). */
function letters({ width, height, data }: Image): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const pixel = [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)].join();
      return pixel === red.join() ? 'r' : pixel === green.join() ? 'g' : pixel === '100,100,100' ? '.' : 't';
    }).join(''),
  );
}

describe('overlay', () => {
  const square = maskOf('.......', '.#####.', '.#####.', '.#####.', '.#####.', '.#####.', '.......');

  it('tints the inside and draws the outline along the inner edge of the mask', () => {
    const shown = overlay(grey(7, 7), square, { color: red });
    expect(letters(shown)).toEqual([
      '.......',
      '.rrrrr.',
      '.rtttr.',
      '.rtttr.',
      '.rtttr.',
      '.rrrrr.',
      '.......',
    ]);
    // 100 + 0.2 · (255 − 100) = 131 and 100 + 0.2 · (0 − 100) = 80
    expect([...shown.data.subarray((3 * 7 + 3) * 3, (3 * 7 + 3) * 3 + 3)]).toEqual([131, 80, 80]);
    expect(shown).toMatchObject({ width: 7, height: 7, channels: 3, depth: 8 });
  });

  it('draws only the outline at opacity 0', () => {
    expect(letters(overlay(grey(7, 7), square, { color: red, opacity: 0 }))[3]).toBe('.r...r.');
  });

  it('draws outlines as wide as lineWidth says', () => {
    expect(letters(overlay(grey(7, 7), square, { color: red, lineWidth: 2 })).slice(1, 4)).toEqual([
      '.rrrrr.',
      '.rrrrr.',
      '.rrtrr.',
    ]);
  });

  it('draws as outline what lies at most lineWidth steps from the background, for any mask', () => {
    const side = fc.integer({ min: 1, max: 9 });
    const masks = fc.tuple(side, side).chain(([width, height]) =>
      fc.array(fc.boolean(), { minLength: width * height, maxLength: width * height }).map((bits) => ({
        width,
        height,
        data: Uint8Array.from(bits, (bit) => (bit ? 255 : 0)),
      })),
    );
    fc.assert(
      fc.property(masks, fc.integer({ min: 1, max: 4 }), (size, lineWidth) => {
        const { width, height } = size;
        const mask = createImage(size);
        const shown = letters(overlay(grey(width, height), mask, { color: red, opacity: 0, lineWidth }));
        const background = (x: number, y: number): boolean =>
          x < 0 || y < 0 || x >= width || y >= height || mask.data[y * width + x] === 0;
        shown.forEach((row, y) => {
          for (let x = 0; x < width; x++) {
            let near = false;
            for (let dy = -lineWidth; dy <= lineWidth; dy++) {
              const rest = lineWidth - Math.abs(dy);
              for (let dx = -rest; dx <= rest; dx++) near ||= background(x + dx, y + dy);
            }
            expect(row[x]).toBe(near && !background(x, y) ? 'r' : '.');
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('makes the outline thicker with the size of the image: 1 pixel up to 383, 2 at 512', () => {
    const rows = (size: number): number => {
      const full = createImage({ width: size, height: 9, data: new Uint8Array(size * 9).fill(255) });
      const shown = letters(overlay(grey(size, 9), full, { color: red }));
      return shown.findIndex((row) => row.includes('t'));
    };
    expect([64, 383, 384, 512, 640].map(rows)).toEqual([1, 1, 2, 2, 3]);
  });

  it('takes the edge of the image for an edge of the mask', () => {
    expect(letters(overlay(grey(4, 3), maskOf('####', '####', '####'), { color: red }))).toEqual([
      'rrrr',
      'rttr',
      'rrrr',
    ]);
  });

  it('shows the outline of the truth only where it is not that of the mask', () => {
    const image = grey(7, 5);
    const mask = maskOf('.......', '.####..', '.####..', '.####..', '.......');
    const truth = maskOf('.......', '.#####.', '.#####.', '.#####.', '.......');
    const shown = overlay(image, mask, { color: red, truth, truthColor: green });
    expect(letters(shown)).toEqual(['.......', '.rrrrg.', '.rttrg.', '.rrrrg.', '.......']);
    const agreed = letters(overlay(image, mask, { color: red, truth: mask, truthColor: green }));
    expect(agreed.join('')).not.toContain('g');
  });

  it('leaves the image as it is where the mask is empty', () => {
    const image = grey(3, 2);
    expect(letters(overlay(image, maskOf('...', '...')))).toEqual(['...', '...']);
  });

  it('counts more than half of white as inside, at every depth of a mask', () => {
    const image = grey(2, 1);
    const pair = (data: Uint8Array | Uint16Array | Float32Array): string =>
      letters(overlay(image, createImage({ width: 2, height: 1, data }), { color: red })).join('');
    expect(pair(Uint8Array.of(127, 128))).toBe('.r');
    expect(pair(Uint16Array.of(32767, 32768))).toBe('.r');
    expect(pair(Float32Array.of(0.5, 0.51))).toBe('.r');
  });

  it('changes neither image nor mask', () => {
    const image = createImage({ width: 2, height: 1, channels: 3, data: new Uint8Array(6).fill(9) });
    const mask = maskOf('##');
    overlay(image, mask, { truth: mask });
    expect([...image.data]).toEqual([9, 9, 9, 9, 9, 9]);
    expect([...mask.data]).toEqual([255, 255]);
  });

  it('keeps the colours of an image in colour outside the mask', () => {
    const image = createImage({
      width: 2,
      height: 1,
      channels: 3,
      data: Uint8Array.of(10, 20, 30, 40, 50, 60),
    });
    expect([...overlay(image, maskOf('.#'), { color: red }).data]).toEqual([10, 20, 30, 255, 0, 0]);
  });

  it('names both sizes when mask or truth is of another size', () => {
    expect(() => overlay(grey(4, 3), grey(3, 4))).toThrow(
      new RangeError("overlay: mask must be of the image's size, 4×3, got 3×4. Resize one of them."),
    );
    expect(() => overlay(grey(4, 3), grey(4, 3), { truth: grey(2, 2) })).toThrow(
      "overlay: truth must be of the image's size, 4×3, got 2×2.",
    );
  });

  it('refuses a mask of several channels, and options out of their range', () => {
    const two = createImage({ width: 1, height: 1, channels: 2, data: new Uint8Array(2) });
    expect(() => overlay(grey(1, 1), two)).toThrow('overlay: mask must have 1 channel, got 2.');
    expect(() => overlay(grey(1, 1), grey(1, 1), { opacity: 1.1 })).toThrow(
      'opacity must be between 0 and 1',
    );
    expect(() => overlay(grey(1, 1), grey(1, 1), { lineWidth: 0 })).toThrow('lineWidth must be an integer');
  });
});
