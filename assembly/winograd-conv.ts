import { fetch } from './fetch';
import { gemmWhole, wholeRows } from './gemm';
import { add, loadLanes } from './lanes';
import { transpose } from './transpose';
import { transformTiles } from './winograd-input';
import { isNotFinite, storePixels } from './winograd-output';
import { filterTransform, outputTransform } from './winograd-transforms';

// A 3×3 convolution of stride 1 by F(4×4, 3×3): 36 products of matrices instead of 144 multiplications a tile.
// Tiles go through in blocks, so that what is transformed stays in the second-level cache.

/**
 * U = G w Gᵀ of `outputs` filters, as gemm wants its right side: position p at `u + p·positionBytes`, in panels of 8
 * outputs, each [inputs][8], zero beyond the last output. `w` is [3][3][inputs][…], a filter `tapBytes` and an input
 * channel `inputBytes` apart. Scratch: `rows` holds 18 vectors.
 */
export function transformFilters(
  w: usize,
  tapBytes: usize,
  inputBytes: usize,
  inputs: i32,
  outputs: i32,
  u: usize,
  positionBytes: usize,
  rows: usize,
): void {
  // Four inputs of a panel, so that whole cache lines of its 36 positions are written; then its neighbour, which finds the
  // rest of the lines that were read.
  for (let c0 = 0; c0 < inputs; c0 += 4) {
    const c1 = min(inputs, c0 + 4);
    for (let c = c0; c < c1; c++) {
      for (let tap: usize = 0; tap < 9; tap++) {
        fetch(w + inputBytes * (<usize>c) + tapBytes * tap, (<usize>outputs) << 2, rows);
      }
    }
    for (let k = 0; k < outputs; k += 8) {
      let g = w + inputBytes * (<usize>c0) + ((<usize>k) << 2);
      let target = u + ((<usize>(k * inputs + c0 * 8)) << 2);
      for (let c = c0; c < c1; c++) {
        transformFilter(g, tapBytes, outputs - k, target, positionBytes, rows);
        transformFilter(g + 16, tapBytes, outputs - k - 4, target + 16, positionBytes, rows);
        g += inputBytes;
        target += 32;
      }
    }
  }
}

/** The first `n` of four filters; the others count as zero. */
// @ts-ignore: decorator
@inline
function transformFilter(g: usize, tapBytes: usize, n: i32, u: usize, positionBytes: usize, rows: usize): void {
  for (let j: usize = 0; j < 3; j++) {
    const top = g + tapBytes * j;
    filterTransform(
      loadLanes(top, n),
      loadLanes(top + tapBytes * 3, n),
      loadLanes(top + tapBytes * 6, n),
      rows + j * 16,
      48,
    );
  }
  for (let i: usize = 0; i < 6; i++) {
    const row = rows + i * 48;
    filterTransform(
      v128.load(row),
      v128.load(row, 16),
      v128.load(row, 32),
      u + positionBytes * 6 * i,
      positionBytes,
    );
  }
}

/**
 * The filters of the backward pass: turned by half a turn, with inputs and outputs exchanged. `w` is [3][3][channels]
 * [filters]; channels c0 to c0 + count become the outputs of `flipped`, [3][3][filters][count].
 */
export function flipFilters(w: usize, channels: i32, filters: i32, c0: i32, count: i32, flipped: usize): void {
  const rowBytes = (<usize>filters) << 2;
  for (let tap = 0; tap < 9; tap++) {
    transpose(
      w + rowBytes * (<usize>((8 - tap) * channels + c0)),
      rowBytes,
      flipped + ((<usize>(tap * filters * count)) << 2),
      (<usize>count) << 2,
      count,
      filters,
    );
  }
}

/**
 * y[…, k0 + k] = activation(Σ + bias) for `outputs` filters transformed in `u`, over every image of the batch.
 *
 * @param tiles tiles in a block, a multiple of 4
 * @param again 1 when `v` holds all tiles, transformed by the call before this one
 * @param scratch addresses: `v` for 36 positions of tiles × channels (rounded up to 4) and `m` for 36 positions of
 *   tiles × outputs (rounded up to 8) floats, each position 64 bytes apart from a power of two; `small` for the patch
 * @returns 1 when a value before the activation was not finite: the transforms spread a NaN or infinity over its tile,
 *   so the caller computes such an output by a direct method instead
 */
export function winogradConv(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  padTop: i32,
  padLeft: i32,
  y: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  k0: i32,
  outputs: i32,
  u: usize,
  uBytes: usize,
  bias: usize,
  activation: i32,
  alpha: f32,
  tiles: i32,
  again: i32,
  v: usize,
  vBytes: usize,
  m: usize,
  mBytes: usize,
  small: usize,
): i32 {
  const tileRows = (outHeight + 3) >> 2;
  const tileColumns = (outWidth + 3) >> 2;
  const total = batch * tileRows * tileColumns;
  const vTile = (<usize>((channels + 3) & ~3)) << 2;
  const panels = (outputs + 7) & ~7;
  const mTile = (<usize>panels) << 2;
  const patch = small + 1024;
  let broken = 0;
  for (let t0 = 0; t0 < total; t0 += tiles) {
    const t1 = min(total, t0 + tiles);
    if (!again) {
      transformTiles(
        x, height, width, channels, padTop, padLeft, tileRows, tileColumns, t0, t1, v, vBytes, vTile, 16, patch, small,
      );
    }
    // Rows beyond the last tile hold what was there before, and are not read again.
    const rows = wholeRows(t1 - t0);
    for (let p: usize = 0; p < 36; p++) {
      gemmWhole(v + vBytes * p, vTile, u + uBytes * p, m + mBytes * p, mTile, rows, panels, channels);
    }
    for (let t = t0; t < t1; t++) {
      const row = t / tileColumns;
      const top = (row % tileRows) * 4;
      const left = (t - row * tileColumns) * 4;
      const pixel = (row / tileRows) * outHeight * outWidth + top * outWidth + left;
      broken |= writeTile(
        m + mTile * (<usize>(t - t0)),
        mBytes,
        y + ((<usize>pixel * <usize>filters + <usize>k0) << 2),
        (<usize>(outWidth * filters)) << 2,
        (<usize>filters) << 2,
        min(4, outHeight - top),
        min(4, outWidth - left),
        outputs,
        bias,
        activation,
        alpha,
        small,
      );
    }
  }
  return broken;
}

/** Aᵀ m A, bias and activation of one tile, of which `rows` × `columns` pixels are inside the image. */
function writeTile(
  m: usize,
  mBytes: usize,
  y: usize,
  rowBytes: usize,
  pixelBytes: usize,
  rows: i32,
  columns: i32,
  outputs: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
  scratch: usize,
): i32 {
  let sum = f32x4.splat(0);
  for (let k = 0; k < outputs; k += 4) {
    const o = (<usize>k) << 2;
    const n = outputs - k;
    const b = bias ? loadLanes(bias + o, n) : f32x4.splat(0);
    const first = m + o;
    const line = mBytes * 6;
    // Written out, as in transformTiles.
    outputTransform(first, line, scratch, 96);
    outputTransform(first + mBytes, line, scratch + 16, 96);
    outputTransform(first + mBytes * 2, line, scratch + 32, 96);
    outputTransform(first + mBytes * 3, line, scratch + 48, 96);
    outputTransform(first + mBytes * 4, line, scratch + 64, 96);
    outputTransform(first + mBytes * 5, line, scratch + 80, 96);
    for (let i = 0; i < rows; i++) {
      const row = scratch + (<usize>(i * 96));
      const q = y + rowBytes * (<usize>i) + o;
      outputTransform(row, 16, row, 16);
      const y0 = add(v128.load(row), b);
      const y1 = add(v128.load(row, 16), b);
      const y2 = add(v128.load(row, 32), b);
      const y3 = add(v128.load(row, 48), b);
      // Each of the 36 values reaches a corner of the tile, so the corners tell for all.
      if (i == 0 || i == 3) sum = add(sum, add(y0, y3));
      storePixels(q, pixelBytes, columns, n, y0, y1, y2, y3, activation, alpha);
    }
  }
  return isNotFinite(sum);
}
