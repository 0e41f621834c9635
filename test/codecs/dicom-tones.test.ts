import { describe, expect, test } from 'vitest';
import { failer } from '../../src/codecs/decode-args';
import type { DicomHeader } from '../../src/codecs/dicom-header';
import { displayTable, modalityTable } from '../../src/codecs/dicom-tones';

const fail = failer('test', 'a.dcm');
const header = (given: Partial<DicomHeader>): DicomHeader => ({
  ...{ width: 1, height: 1, samplesPerPixel: 1, photometric: 'MONOCHROME2', planar: false, frames: 1 },
  ...{ bitsAllocated: 8, bitsStored: 2, shift: 0, signed: false, padding: undefined, rescale: { slope: 1, intercept: 0 } }, // prettier-ignore
  ...{ modalityLut: undefined, voiLut: undefined, window: undefined, spacing: undefined },
  ...{ laterality: undefined, viewPosition: undefined },
  ...given,
});
const values = (given: Partial<DicomHeader>) => [...modalityTable(header(given))];
const shown = (given: Partial<DicomHeader>, useWindow = true) => [
  ...displayTable(header(given), useWindow, fail),
];
const lut = (first: number, bits: number, ...entries: number[]) => ({
  ...{ first, bits, entries: Uint16Array.from(entries) },
});

describe('modalityTable', () => {
  test('has an entry for each pattern of bits, signed ones by their complement', () => {
    expect(values({})).toEqual([0, 1, 2, 3]);
    expect(values({ signed: true })).toEqual([0, 1, -2, -1]);
    expect(modalityTable(header({ bitsStored: 16 }))).toHaveLength(65_536);
  });

  test('is slope times value plus intercept, or the table where there is one', () => {
    expect(values({ rescale: { slope: 2, intercept: -1.5 } })).toEqual([-1.5, 0.5, 2.5, 4.5]);
    // What lies below the first entry gets it, what lies above the last gets that (PS3.3 C.11.1.1.1).
    const modalityLut = lut(1, 8, 30, 20);
    expect(values({ modalityLut, rescale: { slope: 9, intercept: 9 } })).toEqual([30, 30, 20, 20]);
    expect(values({ modalityLut: lut(-1, 8, 30, 20, 10), signed: true })).toEqual([20, 10, 30, 30]);
  });
});

describe('displayTable', () => {
  test('spreads what the values could be from black to white, and turns MONOCHROME1 over', () => {
    expect(shown({})).toEqual([0, 1 / 3, 2 / 3, 1]);
    expect(shown({ photometric: 'MONOCHROME1' })).toEqual([1, 1 - 1 / 3, 1 - 2 / 3, 0]);
    expect(shown({ signed: true })).toEqual([2 / 3, 1, 0, 1 / 3]);
    // A slope of 0 leaves nothing to spread.
    expect(shown({ rescale: { slope: 0, intercept: 5 } })).toEqual([0, 0, 0, 0]);
    // A table could give all that its bits hold.
    expect(shown({ modalityLut: lut(0, 8, 0, 51, 255, 255) })).toEqual([0, 0.2, 1, 1]);
  });

  // By hand after PS3.3 C.11.2.1.2 and C.11.2.1.3.
  test.each([
    // (x − 1) / 2 + 0.5 above 0 and up to 2
    ['LINEAR', { center: 1.5, width: 3 }, [0, 0.5, 1, 1]],
    ['LINEAR_EXACT', { center: 1.5, width: 2 }, [0, 0.25, 0.75, 1]],
    ['SIGMOID', { center: 1, width: 4 }, [0, 1, 2, 3].map((x) => 1 / (1 + Math.exp(-(x - 1))))],
  ] as const)('applies a window that is %s', (shape, window, expected) => {
    shown({ window: { ...window, shape } }).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12);
    });
  });

  test('takes the VOI LUT before the window, and neither where none is wanted', () => {
    const window = { center: 2, width: 1, shape: 'LINEAR' } as const;
    const voiLut = lut(0, 4, 15, 0, 3, 15);
    expect(shown({ voiLut, window })).toEqual([1, 0, 0.2, 1]);
    expect(shown({ voiLut, window }, false)).toEqual([0, 1 / 3, 2 / 3, 1]);
    // The table is for rescaled values.
    expect(shown({ voiLut, rescale: { slope: 1, intercept: -1 } })).toEqual([1, 1, 0, 0.2]);
  });

  test('shows padding black, by its stored value, whatever the colours', () => {
    const padding = [1, 2] as const;
    expect(shown({ padding })).toEqual([0, 0, 0, 1]);
    expect(shown({ padding, photometric: 'MONOCHROME1' })).toEqual([1, 0, 0, 0]);
    expect(shown({ padding: [-2, -2], signed: true, rescale: { slope: 1, intercept: 100 } })).toEqual([
      ...[2 / 3, 1, 0, 1 / 3],
    ]);
  });

  test('refuses a window that makes no sense, unless it is left out', () => {
    const wide = (width: number, shape: NonNullable<DicomHeader['window']>['shape']) => ({
      window: { center: 1, width, shape },
    });
    const remedy = 'Give window: false to go without it.';
    expect(() => shown(wide(4, undefined))).toThrow(
      `test: a.dcm has a window of an unknown shape. ${remedy}`,
    );
    expect(() => shown(wide(0.5, 'LINEAR'))).toThrow(`test: a.dcm has a window of width 0.5. ${remedy}`);
    expect(() => shown(wide(0, 'SIGMOID'))).toThrow('has a window of width 0');
    expect(() => shown(wide(-3, 'LINEAR_EXACT'))).toThrow('has a window of width -3');
    expect(shown(wide(0.5, 'LINEAR_EXACT'))).toEqual([0, 0.5, 1, 1]);
    expect(shown(wide(0, 'LINEAR'), false)).toEqual([0, 1 / 3, 2 / 3, 1]);
  });
});
