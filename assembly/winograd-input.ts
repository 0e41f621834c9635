import { inputTransform } from './winograd-transforms';

/**
 * Where the 6×6 patch of input under tile `t` lies, as bytes: in the image itself where the patch is inside it, else
 * in a copy at `patch` with zeros for what is outside. Tiles are numbered row by row, image after image.
 *
 * Vectors of four channels may read up to 12 bytes beyond a pixel when the channels are no multiple of four. They read
 * the next pixel, and use nothing of it; the last row of an image goes through the copy so that none reads beyond x.
 */
// @ts-ignore: decorator
@inline
export function isInside(top: i32, left: i32, height: i32, width: i32, channels: i32): bool {
  return top >= 0 && left >= 0 && left + 6 <= width && top + 6 <= ((channels & 3) == 0 ? height : height - 1);
}

/** Copies what the image holds of a 6×6 patch, and zeros for the rest. */
export function copyPatch(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  patch: usize,
): void {
  const pixel = (<usize>channels) << 2;
  memory.fill(patch, 0, pixel * 36);
  const firstColumn = max(0, -left);
  const columns = min(6, width - left) - firstColumn;
  if (columns <= 0) return;
  for (let i = 0; i < 6; i++) {
    const row = top + i;
    if (row < 0 || row >= height) continue;
    memory.copy(
      patch + pixel * (<usize>(i * 6 + firstColumn)),
      image + pixel * (<usize>(row * width + left + firstColumn)),
      pixel * (<usize>columns),
    );
  }
}

/**
 * Bᵀ d B for every tile from t0 to t1 and every channel: value (i, j) of tile t goes to position p = 6i + j,
 * `v + p·positionBytes + t·tileBytes + groups of four channels · groupBytes`.
 * Scratch: `patch` holds 36·channels floats and 16 bytes more, `columns` 36 vectors.
 */
export function transformTiles(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  padTop: i32,
  padLeft: i32,
  tileRows: i32,
  tileColumns: i32,
  t0: i32,
  t1: i32,
  v: usize,
  positionBytes: usize,
  tileBytes: usize,
  groupBytes: usize,
  patch: usize,
  columns: usize,
): void {
  const pixel = (<usize>channels) << 2;
  for (let t = t0; t < t1; t++) {
    const row = t / tileColumns;
    const top = (row % tileRows) * 4 - padTop;
    const left = (t - row * tileColumns) * 4 - padLeft;
    const image = x + pixel * (<usize>(row / tileRows)) * (<usize>(height * width));
    let source = image + pixel * (<usize>(top * width + left));
    let rowBytes = pixel * (<usize>width);
    if (!isInside(top, left, height, width, channels)) {
      copyPatch(image, height, width, channels, top, left, patch);
      source = patch;
      rowBytes = pixel * 6;
    }
    let target = v + tileBytes * (<usize>(t - t0));
    for (let c = 0; c < channels; c += 4) {
      // Written out: in a loop of six the counting takes a fifth of the instructions.
      inputTransform(source, rowBytes, columns, 96);
      inputTransform(source + pixel, rowBytes, columns + 16, 96);
      inputTransform(source + pixel * 2, rowBytes, columns + 32, 96);
      inputTransform(source + pixel * 3, rowBytes, columns + 48, 96);
      inputTransform(source + pixel * 4, rowBytes, columns + 64, 96);
      inputTransform(source + pixel * 5, rowBytes, columns + 80, 96);
      inputTransform(columns, 16, target, positionBytes);
      inputTransform(columns + 96, 16, target + positionBytes * 6, positionBytes);
      inputTransform(columns + 192, 16, target + positionBytes * 12, positionBytes);
      inputTransform(columns + 288, 16, target + positionBytes * 18, positionBytes);
      inputTransform(columns + 384, 16, target + positionBytes * 24, positionBytes);
      inputTransform(columns + 480, 16, target + positionBytes * 30, positionBytes);
      source += 16;
      target += groupBytes;
    }
  }
}
