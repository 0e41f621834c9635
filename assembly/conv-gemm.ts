import { gemm } from './gemm';
import { GATHER, SCATTER, SCATTER_ADD, im2col } from './im2col';
import { depthPerTurn, packPanels, packPanelsTransposed } from './panels';
import { FROM_BIAS, FROM_OUTPUT, FROM_ZERO } from './register-block';
import { transpose } from './transpose';

// Convolutions of any kernel, stride, padding and dilation, and their gradients, as products of matrices. The matrix
// of the input exists one block at a time.

const ROWS: i32 = 120;
const POSITIONS: i32 = 128;
/** Floats of the packed right side: half a megabyte. */
const PACKED: i32 = 131072;

/** Bytes of scratch that `convGemm` and the two gradients below need. */
export function convGemmScratch(depth: i32, filters: i32): i32 {
  const panels = (filters + 7) & ~7;
  const forward = depthPerTurn(depth) * (panels + ROWS);
  const input = filters * backwardColumns(depth, filters) + ROWS * backwardColumns(depth, filters);
  const filter = POSITIONS * panels + 2 * POSITIONS * depthPerTurn(depth);
  return max(forward, max(input, filter)) * 4 + 256;
}

function backwardColumns(depth: i32, filters: i32): i32 {
  return min((depth + 7) & ~7, max(64, (PACKED / filters) & ~7));
}

/** y = activation(x ∗ w + bias) for `w` [kernelHeight][kernelWidth][channels][filters]; `bias` 0 means none. */
export function convGemm(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  w: usize,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
  y: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
  scratch: usize,
): void {
  const total = batch * outHeight * outWidth;
  const depth = kernelHeight * kernelWidth * channels;
  const rowBytes = (<usize>filters) << 2;
  const deep = depthPerTurn(depth);
  const block = scratch + ((<usize>(deep * ((filters + 7) & ~7))) << 2);
  for (let d0 = 0; d0 < depth; d0 += deep) {
    const d = min(deep, depth - d0);
    packPanels(w + rowBytes * (<usize>d0), rowBytes, d, filters, scratch);
    const from = d0 > 0 ? FROM_OUTPUT : bias ? FROM_BIAS : FROM_ZERO;
    const last = d0 + d == depth ? activation : 0;
    for (let p = 0; p < total; p += ROWS) {
      const rows = min(ROWS, total - p);
      im2col(
        x, height, width, channels, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padTop,
        padLeft, outHeight, outWidth, p, rows, d0, d, block, GATHER,
      );
      gemm(block, (<usize>d) << 2, scratch, y + rowBytes * (<usize>p), rowBytes, rows, filters, d, from, bias, last, alpha);
    }
  }
}

/** dx: every position's gradient times the filters, added to where the position looked. Dilation is 1 in tfjs. */
export function convGemmBackpropInput(
  dy: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  w: usize,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  dx: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  scratch: usize,
): void {
  const total = batch * outHeight * outWidth;
  const depth = kernelHeight * kernelWidth * channels;
  const rowBytes = (<usize>filters) << 2;
  const chunk = backwardColumns(depth, filters);
  const block = scratch + ((<usize>(chunk * filters)) << 2);
  // Positions that do not overlap write their values; where they also leave no gap, nothing need be cleared.
  const mode = strideHeight >= kernelHeight && strideWidth >= kernelWidth ? SCATTER : SCATTER_ADD;
  const covers =
    strideHeight == kernelHeight &&
    strideWidth == kernelWidth &&
    outHeight * strideHeight - padTop >= height &&
    outWidth * strideWidth - padLeft >= width;
  if (!covers) memory.fill(dx, 0, (<usize>(batch * height * width) * <usize>channels) << 2);
  for (let d0 = 0; d0 < depth; d0 += chunk) {
    const d = min(chunk, depth - d0);
    packPanelsTransposed(w + rowBytes * (<usize>d0), rowBytes, filters, d, scratch);
    for (let p = 0; p < total; p += ROWS) {
      const rows = min(ROWS, total - p);
      gemm(
        dy + rowBytes * (<usize>p), rowBytes, scratch, block, (<usize>d) << 2, rows, d, filters, FROM_ZERO, 0, 0, 0,
      );
      im2col(
        dx, height, width, channels, kernelWidth, strideHeight, strideWidth, 1, 1, padTop, padLeft, outHeight,
        outWidth, p, rows, d0, d, block, mode,
      );
    }
  }
}

/** dw = (matrix of x)ᵀ · dy, summed over blocks of positions. Dilation is 1 in tfjs. */
export function convGemmBackpropFilter(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  dy: usize,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  dw: usize,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  scratch: usize,
): void {
  const total = batch * outHeight * outWidth;
  const depth = kernelHeight * kernelWidth * channels;
  const rowBytes = (<usize>filters) << 2;
  const block = scratch + ((<usize>(POSITIONS * ((filters + 7) & ~7))) << 2);
  const deep = depthPerTurn(depth);
  const turned = block + ((<usize>(POSITIONS * deep)) << 2);
  for (let p = 0; p < total; p += POSITIONS) {
    const positions = min(POSITIONS, total - p);
    const lda = (<usize>positions) << 2;
    packPanels(dy + rowBytes * (<usize>p), rowBytes, positions, filters, scratch);
    for (let d0 = 0; d0 < depth; d0 += deep) {
      const d = min(deep, depth - d0);
      im2col(
        x, height, width, channels, kernelWidth, strideHeight, strideWidth, 1, 1, padTop, padLeft, outHeight,
        outWidth, p, positions, d0, d, block, GATHER,
      );
      transpose(block, (<usize>d) << 2, turned, lda, positions, d);
      gemm(
        turned, lda, scratch, dw + rowBytes * (<usize>d0), rowBytes, d, filters, positions,
        p > 0 ? FROM_OUTPUT : FROM_ZERO, 0, 0, 0,
      );
    }
  }
}
