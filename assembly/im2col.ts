// The input of a convolution as a matrix: a row for each output position, a column for each value its filter sees, in
// the order of the filter, [kernelHeight][kernelWidth][channels]. Made block by block, never whole.

/** Copies n floats. */
// @ts-ignore: decorator
@inline
function copy(source: usize, target: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) v128.store(target + ((<usize>i) << 2), v128.load(source + ((<usize>i) << 2)));
  for (; i < n; i++) store<f32>(target + ((<usize>i) << 2), load<f32>(source + ((<usize>i) << 2)));
}

/** Writes n zeros. */
// @ts-ignore: decorator
@inline
function zero(target: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) v128.store(target + ((<usize>i) << 2), f32x4.splat(0));
  for (; i < n; i++) store<f32>(target + ((<usize>i) << 2), 0);
}

/** Adds n floats to what is there. */
// @ts-ignore: decorator
@inline
function accumulate(source: usize, target: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const o = (<usize>i) << 2;
    v128.store(target + o, f32x4.add(v128.load(target + o), v128.load(source + o)));
  }
  for (; i < n; i++) {
    const o = (<usize>i) << 2;
    store<f32>(target + o, load<f32>(target + o) + load<f32>(source + o));
  }
}

/** What im2col does: read the block from x, or bring it back, adding to x or replacing what is there. */
export const GATHER: i32 = 0;
export const SCATTER_ADD: i32 = 1;
export const SCATTER: i32 = 2;

/**
 * Columns d0 to d0 + depth of the rows of positions p0 to p0 + rows, at `block`, rows `depth` floats apart.
 * Scattering goes the other way: the block's values go to the places of x they would have come from.
 */
export function im2col(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
  outHeight: i32,
  outWidth: i32,
  p0: i32,
  rows: i32,
  d0: i32,
  depth: i32,
  block: usize,
  mode: i32,
): void {
  // Neighbouring taps of a row lie side by side in x, so they are one run, unless they are dilated.
  const taps = dilationWidth == 1 ? kernelWidth : 1;
  const run = taps * channels;
  const runsPerRow = kernelWidth / taps;
  const end = d0 + depth;
  let target = block;
  for (let p = p0; p < p0 + rows; p++) {
    const line = p / outWidth;
    const column = (p - line * outWidth) * strideWidth - padLeft;
    const image = line / outHeight;
    const top = (line - image * outHeight) * strideHeight - padTop;
    for (let d = d0; d < end; ) {
      const r = d / run;
      const start = r * run;
      const stop = min(end, start + run);
      const row = top + (r / runsPerRow) * dilationHeight;
      const left = column + (r % runsPerRow) * dilationWidth;
      let low = d;
      let high = d;
      if (row >= 0 && row < height) {
        // The part of the run that the image holds.
        low = max(d, min(stop, start + max(0, -left) * channels));
        high = max(low, min(stop, start + min(taps, width - left) * channels));
      } else {
        low = stop;
        high = stop;
      }
      // Computed in whole numbers of the address type: the run may begin left of the image.
      const pixel = x + ((<usize>((image * height + row) * width + left) * <usize>channels) << 2);
      const source = pixel + ((<usize>(low - start)) << 2);
      const inside = target + ((<usize>(low - d0)) << 2);
      if (mode == SCATTER_ADD) {
        accumulate(inside, source, high - low);
      } else if (mode == SCATTER) {
        copy(inside, source, high - low);
      } else {
        zero(target + ((<usize>(d - d0)) << 2), low - d);
        copy(source, inside, high - low);
        zero(target + ((<usize>(high - d0)) << 2), stop - high);
      }
      d = stop;
    }
    target += (<usize>depth) << 2;
  }
}
