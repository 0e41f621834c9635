import { gemmTransposed } from './gemm';
import { add, loadLanes, storeLanes } from './lanes';
import { transformTiles } from './winograd-input';
import { isNotFinite } from './winograd-output';
import { filterGradientTransform, gradientTransform } from './winograd-transforms';

// The gradient of the filters of a 3×3 convolution of stride 1: the transpose of F(4×4, 3×3). With V = Bᵀ x B of each
// tile and D = A dy Aᵀ, it is dw = Gᵀ (Σ V ⊗ D) G: 36 products over the tiles, as many multiplications as forward.

/**
 * A dy Aᵀ for every tile from t0 to t1 and `outputs` filters from k0, in panels of 8 filters as gemmTransposed wants
 * its right side: position p at `d + p·positionBytes`, each panel [tiles][8], zero beyond the last filter.
 */
function transformGradients(
  dy: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  k0: i32,
  outputs: i32,
  tileRows: i32,
  tileColumns: i32,
  t0: i32,
  t1: i32,
  d: usize,
  positionBytes: usize,
  patch: usize,
  columns: usize,
): void {
  const pixel = (<usize>filters) << 2;
  const line = pixel * (<usize>outWidth);
  const panelBytes = (<usize>(t1 - t0)) << 5;
  for (let t = t0; t < t1; t++) {
    const row = t / tileColumns;
    const top = (row % tileRows) * 4;
    const left = (t - row * tileColumns) * 4;
    const height = min(4, outHeight - top);
    const width = min(4, outWidth - left);
    const image = (row / tileRows) * outHeight;
    const tile = dy + line * (<usize>(image + top)) + pixel * (<usize>left) + ((<usize>k0) << 2);
    for (let k = 0; k < outputs; k += 4) {
      let source = tile + ((<usize>k) << 2);
      let rowBytes = line;
      let pixelBytes = pixel;
      if (height < 4 || width < 4 || outputs - k < 4) {
        memory.fill(patch, 0, 256);
        for (let i = 0; i < height; i++) {
          for (let j = 0; j < width; j++) {
            const value = loadLanes(source + line * (<usize>i) + pixel * (<usize>j), outputs - k);
            v128.store(patch + ((<usize>(i * 4 + j)) << 4), value);
          }
        }
        source = patch;
        rowBytes = 64;
        pixelBytes = 16;
      }
      const target = d + panelBytes * (<usize>(k >> 3)) + ((<usize>(t - t0)) << 5) + ((<usize>(k & 4)) << 2);
      // Written out, as in transformTiles.
      gradientTransform(source, rowBytes, columns, 64);
      gradientTransform(source + pixelBytes, rowBytes, columns + 16, 64);
      gradientTransform(source + pixelBytes * 2, rowBytes, columns + 32, 64);
      gradientTransform(source + pixelBytes * 3, rowBytes, columns + 48, 64);
      gradientTransform(columns, 16, target, positionBytes);
      gradientTransform(columns + 64, 16, target + positionBytes * 6, positionBytes);
      gradientTransform(columns + 128, 16, target + positionBytes * 12, positionBytes);
      gradientTransform(columns + 192, 16, target + positionBytes * 18, positionBytes);
      gradientTransform(columns + 256, 16, target + positionBytes * 24, positionBytes);
      gradientTransform(columns + 320, 16, target + positionBytes * 30, positionBytes);
    }
    // The second half of a last panel that holds four filters or fewer.
    if ((outputs & 7) != 0 && (outputs & 7) <= 4) {
      const target = d + panelBytes * (<usize>(outputs >> 3)) + ((<usize>(t - t0)) << 5) + 16;
      for (let p: usize = 0; p < 36; p++) v128.store(target + positionBytes * p, f32x4.splat(0));
    }
  }
}

/** Gᵀ u G for every channel and `outputs` filters from k0, written to dw [3][3][channels][filters]. */
function writeFilters(
  u: usize,
  uBytes: usize,
  channels: i32,
  filters: i32,
  k0: i32,
  outputs: i32,
  dw: usize,
  scratch: usize,
): i32 {
  const panels = (outputs + 7) & ~7;
  const tapBytes = (<usize>(channels * filters)) << 2;
  let sum = f32x4.splat(0);
  for (let c = 0; c < channels; c++) {
    for (let k = 0; k < outputs; k += 4) {
      const source = u + ((<usize>(c * panels + k)) << 2);
      const target = dw + ((<usize>(c * filters + k0 + k)) << 2);
      for (let j: usize = 0; j < 6; j++) {
        filterGradientTransform(source + uBytes * j, uBytes * 6, scratch + j * 16, 96);
      }
      for (let i: usize = 0; i < 3; i++) {
        const row = scratch + i * 96;
        filterGradientTransform(row, 16, row, 16);
        for (let j: usize = 0; j < 3; j++) {
          const value = v128.load(row + j * 16);
          sum = add(sum, value);
          storeLanes(target + tapBytes * (i * 3 + j), value, outputs - k);
        }
      }
    }
  }
  return isNotFinite(sum);
}

/**
 * dw[…, k0 + k] for `outputs` filters, over every image of the batch. Scratch as of winogradConv: `u` for 36 positions
 * of channels × outputs, `v` of tiles × channels, `d` of tiles × outputs floats (rounded up to 4, and outputs to 8).
 *
 * @returns 1 when a value is not finite: a NaN spreads over the taps here, so the caller computes it directly instead
 */
export function winogradBackpropFilter(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  padTop: i32,
  padLeft: i32,
  dy: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  k0: i32,
  outputs: i32,
  dw: usize,
  u: usize,
  uBytes: usize,
  tiles: i32,
  v: usize,
  vBytes: usize,
  d: usize,
  dBytes: usize,
  small: usize,
): i32 {
  const tileRows = (outHeight + 3) >> 2;
  const tileColumns = (outWidth + 3) >> 2;
  const total = batch * tileRows * tileColumns;
  const panels = (outputs + 7) & ~7;
  const patch = small + 1024;
  for (let t0 = 0; t0 < total; t0 += tiles) {
    const t1 = min(total, t0 + tiles);
    const n = t1 - t0;
    transformTiles(
      x, height, width, channels, padTop, padLeft, tileRows, tileColumns, t0, t1, v, vBytes, 16, (<usize>n) << 4,
      patch, small,
    );
    transformGradients(
      dy, outHeight, outWidth, filters, k0, outputs, tileRows, tileColumns, t0, t1, d, dBytes, patch, small,
    );
    for (let p: usize = 0; p < 36; p++) {
      gemmTransposed(
        v + vBytes * p, d + dBytes * p, u + uBytes * p, (<usize>panels) << 2, channels, panels, n, t0 > 0 ? 1 : 0,
      );
    }
  }
  return writeFilters(u, uBytes, channels, filters, k0, outputs, dw, small);
}
