import type { TensorInfo } from '@tensorflow/tfjs-core';
import { isDense, type ConvInfo } from './conv-geometry';
import type { Native } from './native';
import { filtersPerTurn, positionBytes, roundUp, tilesPerBlock, type ConvEnding } from './winograd';

/** A convolution of stride 1 whose kernel is one pixel wide or high: 1×r or r×1. */
export interface WinogradLineArgs extends ConvEnding {
  readonly info: ConvInfo;
  readonly x: TensorInfo;
  readonly y: TensorInfo;
  /** `[1, r, inputs, outputs]` or `[r, 1, inputs, outputs]`. */
  readonly filter: TensorInfo;
}

/**
 * For r taps the a of the pairs ±a at which polynomials are evaluated, beside 0 and infinity. For 7 taps the last pair
 * decides the error, and 3/4 has the least of all that were tried: 5e-6 of the largest output, where 4 has 2e-5.
 */
const pairsOf: Readonly<Record<number, readonly number[]>> = {
  3: [1, 2],
  5: [1, 2, 1 / 2],
  7: [1, 2, 1 / 2, 3 / 4],
};

/** Whether a convolution is of this kind and its lines are long enough to gain. */
export function isWinogradLine(info: ConvInfo): boolean {
  const { filterHeight, filterWidth } = info;
  if (!isDense(info) || Math.min(filterHeight, filterWidth) > 1) return false;
  // Half-filled vectors gain nothing over direct products, for which the taps of a row are one run of memory.
  if (filterHeight === 1 && info.inChannels < 4) return false;
  const { taps, padAcross, across, outLength, tiles } = axisOf(info);
  const pixels = info.batchSize * across * outLength;
  // The transform of the filters takes as long as 12 pixels do directly.
  return taps in pairsOf && padAcross === 0 && (taps + 3) * tiles + 12 * taps < taps * pixels;
}

/** What a convolution is along its kernel, and across it. */
function axisOf(info: ConvInfo) {
  const { filterHeight, filterWidth, padInfo } = info;
  const axis =
    filterHeight === 1
      ? {
          taps: filterWidth,
          pad: padInfo.left,
          padAcross: padInfo.top + padInfo.bottom,
          length: info.inWidth,
          outLength: info.outWidth,
          across: info.inHeight,
        }
      : {
          taps: filterHeight,
          pad: padInfo.top,
          padAcross: padInfo.left + padInfo.right,
          length: info.inHeight,
          outLength: info.outHeight,
          across: info.inWidth,
        };
  return { ...axis, tiles: info.batchSize * axis.across * Math.ceil(axis.outLength / 4) };
}

/** Bytes from an image, a line along the kernel and a pixel of it to the next. */
function strides(info: ConvInfo, height: number, width: number, channels: number): [number, number, number] {
  const pixel = 4 * channels;
  const row = pixel * width;
  return info.filterHeight === 1 ? [row * height, row, pixel] : [row * height, pixel, row];
}

/**
 * Winograd's F(4, r), in blocks of filters and tiles.
 *
 * @returns whether every value is finite; when not, `y` must be computed another way, as in `winogradConv`
 */
export function winogradLine(native: Native, args: WinogradLineArgs): boolean {
  const { kernels, pointer } = native;
  const { info, bias, activation, alpha } = args;
  const { batchSize, inChannels: inputs, outChannels: outputs } = info;
  const { taps, pad, length, outLength, across, tiles: total } = axisOf(info);
  const { filters: filterTable, pixels: pixelTable } = tablesOf(taps);
  const positions = taps + 3;
  const pairs = (taps + 1) / 2;

  const chunk = filtersPerTurn(inputs, outputs, false, positions);
  const tiles = tilesPerBlock(roundUp(inputs, 4), chunk, total, positions);
  const uBytes = positionBytes(inputs * chunk);
  const vBytes = positionBytes(tiles * roundUp(inputs, 4));
  const mBytes = positionBytes(tiles * chunk);
  const patchBytes = positionBytes(positions * inputs + 4);
  const tableBytes = 4 * (filterTable.length + pixelTable.length);

  const u = native.scratch(positions * (uBytes + vBytes + mBytes) + patchBytes + tableBytes);
  const v = u + positions * uBytes;
  const m = v + positions * vBytes;
  const patch = m + positions * mBytes;
  const table = patch + patchBytes;
  const floats = new Float32Array(native.memory.buffer, table, tableBytes / 4);
  floats.set(filterTable);
  floats.set(pixelTable, filterTable.length);
  const [x, y, w] = [pointer(args.x), pointer(args.y), pointer(args.filter)];
  const inputBytes = 4 * outputs;

  let broken = 0;
  for (let k0 = 0; k0 < outputs; k0 += chunk) {
    const count = Math.min(chunk, outputs - k0);
    const first = 4 * k0;
    kernels.transformLineFilters(
      w + first,
      inputs * inputBytes,
      inputBytes,
      inputs,
      count,
      u,
      uBytes,
      pairs,
      table,
      patch,
    );
    broken |= kernels.winogradLine(
      x,
      ...strides(info, info.inHeight, info.inWidth, inputs),
      length,
      inputs,
      pad,
      y + first,
      ...strides(info, info.outHeight, info.outWidth, outputs),
      outLength,
      batchSize,
      across,
      count,
      u,
      uBytes,
      pairs,
      table + 4 * filterTable.length,
      bias && bias + first,
      activation,
      alpha,
      tiles,
      tiles >= total && k0 > 0 ? 1 : 0,
      v,
      vBytes,
      m,
      mBytes,
      patch,
    );
  }
  return broken === 0;
}

interface Tables {
  readonly filters: readonly number[];
  readonly pixels: readonly number[];
}

const tables = /* @__PURE__ */ new Map<number, Tables>();

function tablesOf(taps: number): Tables {
  let made = tables.get(taps);
  if (!made) tables.set(taps, (made = makeTables(pairsOf[taps]!, taps)));
  return made;
}

/**
 * The coefficients of Toom and Cook: a filter's polynomial at the points, divided by Π (a − b) over the other points b, and
 * for the inputs the coefficients of Π (x − b). In the order that assembly/winograd-line.ts reads.
 */
function makeTables(pairs: readonly number[], taps: number): Tables {
  const squares = pairs.map((a) => a * a);
  const powers = (a: number, count: number): number[] => Array.from({ length: count }, (_, i) => a ** i);
  const product = (of: readonly number[]): number => of.reduce((p, factor) => p * factor, 1);
  // Of Π (x² − b²), in powers of x².
  const polynomial = (of: readonly number[]): number[] =>
    of.reduce((p, square) => [...p, 0].map((_, i) => (p[i - 1] ?? 0) - square * (p[i] ?? 0)), [1]);

  const all = polynomial(squares);
  const filters = [1 / product(squares.map((square) => -square))];
  // Even and odd inputs by turns: at 0 the even ones, at infinity the odd ones, both of Π (x² − a²).
  const pixels = all.flatMap((coefficient) => [coefficient, coefficient]);
  for (const [i, a] of pairs.entries()) {
    const others = squares.filter((_, j) => j !== i);
    // (a − 0)(a + a) Π (a² − b²), the same at −a.
    const divisor = 2 * a * a * product(others.map((square) => a * a - square));
    filters.push(...powers(a, taps).map((power) => power / divisor));
    // x (x + a) Π (x² − b²) = x² Π + a·x Π.
    const p = polynomial(others);
    for (let k = 0; k <= pairs.length; k++) pixels.push(p[k - 1] ?? 0, a * (p[k] ?? 0));
  }
  pixels.push(...pairs.flatMap((a) => [a, a * a, a ** 3]));
  return { filters, pixels };
}
