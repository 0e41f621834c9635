import type { Fail } from './decode-args';
import type { DicomHeader, DicomLut } from './dicom-header';

const without = 'Give window: false to go without it.';

/**
 * What each stored value means: a table over all patterns of `bitsStored` bits, signed ones included, after the
 * modality LUT or slope and intercept (PS3.3 C.11.1).
 */
export function modalityTable(header: DicomHeader): Float64Array {
  const { bitsStored, signed, rescale, modalityLut } = header;
  const size = 2 ** bitsStored;
  return Float64Array.from({ length: size }, (_, pattern) => {
    const stored = signed && pattern >= size / 2 ? pattern - size : pattern;
    return modalityLut ? lookUp(modalityLut, stored) : stored * rescale.slope + rescale.intercept;
  });
}

/**
 * What is shown for each stored value, 0 black to 1 white: the VOI LUT, or the window, or the whole range that the
 * values could have; MONOCHROME1 turned over; padding black (PS3.3 C.11.2).
 */
export function displayTable(header: DicomHeader, useWindow: boolean, fail: Fail): Float64Array {
  const { bitsStored, signed, padding, photometric, modalityLut, voiLut, window } = header;
  const table = modalityTable(header);
  const size = table.length;
  let low = Infinity;
  let high = -Infinity;
  for (const value of table) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (modalityLut) [low, high] = [0, 2 ** modalityLut.bits - 1];

  let shade = (value: number): number => (high > low ? (value - low) / (high - low) : 0);
  if (useWindow && voiLut) shade = (value) => lookUp(voiLut, Math.round(value)) / (2 ** voiLut.bits - 1);
  else if (useWindow && window) {
    const { width, shape } = window;
    if (shape === undefined) fail(`has a window of an unknown shape. ${without}`);
    if (width < (shape === 'LINEAR' ? 1 : Number.MIN_VALUE))
      fail(`has a window of width ${width}. ${without}`);
    shade = (value) => windowed(value, window);
  }

  for (let pattern = 0; pattern < size; pattern++) {
    const shown = Math.min(1, Math.max(0, shade(table[pattern]!)));
    const stored = signed && pattern >= 2 ** (bitsStored - 1) ? pattern - size : pattern;
    const isPadding = padding !== undefined && stored >= padding[0] && stored <= padding[1];
    table[pattern] = isPadding ? 0 : photometric === 'MONOCHROME1' ? 1 - shown : shown;
  }
  return table;
}

function lookUp({ first, entries }: DicomLut, value: number): number {
  return entries[Math.min(entries.length - 1, Math.max(0, Math.round(value) - first))]!;
}

/** PS3.3 C.11.2.1.2 (linear) and C.11.2.1.3 (sigmoid, linear exact). */
function windowed(value: number, { center, width, shape }: NonNullable<DicomHeader['window']>): number {
  if (shape === 'SIGMOID') return 1 / (1 + Math.exp((-4 * (value - center)) / width));
  if (shape === 'LINEAR_EXACT') return (value - center) / width + 0.5;
  if (value <= center - 0.5 - (width - 1) / 2) return 0;
  if (value > center - 0.5 + (width - 1) / 2) return 1;
  return (value - (center - 0.5)) / (width - 1) + 0.5;
}
