/**
 * Copies `rows` runs of `bytes` bytes (a multiple of 4); the strides, in bytes, say where the next run begins.
 * Concatenating and slicing are this.
 */
export function copyRows(
  x: usize,
  y: usize,
  rows: i32,
  bytes: usize,
  xStride: usize,
  yStride: usize,
): void {
  if (bytes >= 512) {
    for (let r = 0; r < rows; r++) {
      memory.copy(y, x, bytes);
      x += xStride;
      y += yStride;
    }
    return;
  }
  // A call of memory.copy costs more than a short run.
  for (let r = 0; r < rows; r++) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(y + at, v128.load(x + at));
    for (; at < bytes; at += 4) store<u32>(y + at, load<u32>(x + at));
    x += xStride;
    y += yStride;
  }
}
