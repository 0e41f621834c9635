import { add, loadLanes, madd, storeLanes } from './lanes';

// The gradients of a depthwise convolution: every channel c has `multiplier` filters of its own, and output channel
// c·multiplier + m is its m-th. Vectors of four channels where the multiplier is 1, as in nearly every network.

/** dx: every output gradient times the taps of its channel, added to where they looked. */
export function depthwiseBackpropInput(
  dy: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  w: usize,
  multiplier: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
  dx: usize,
  outHeight: i32,
  outWidth: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const outPixel = pixel * (<usize>multiplier);
  memory.fill(dx, 0, pixel * (<usize>(batch * height * width)));
  for (let line = 0; line < batch * outHeight; line++) {
    const image = line / outHeight;
    const top = (line - image * outHeight) * strideHeight - padTop;
    for (let j = 0; j < outWidth; j++) {
      const gradient = dy + outPixel * (<usize>(line * outWidth + j));
      for (let u = 0; u < kernelHeight; u++) {
        const row = top + u * dilationHeight;
        if (row < 0 || row >= height) continue;
        for (let v = 0; v < kernelWidth; v++) {
          const column = j * strideWidth - padLeft + v * dilationWidth;
          if (column < 0 || column >= width) continue;
          const target = dx + pixel * (<usize>((image * height + row) * width + column));
          const filter = w + outPixel * (<usize>(u * kernelWidth + v));
          if (multiplier == 1) {
            for (let c = 0; c < channels; c += 4) {
              const o = (<usize>c) << 2;
              const n = channels - c;
              const value = madd(loadLanes(gradient + o, n), loadLanes(filter + o, n), loadLanes(target + o, n));
              storeLanes(target + o, value, n);
            }
          } else {
            for (let c = 0; c < channels; c++) {
              let sum = load<f32>(target + ((<usize>c) << 2));
              for (let m = c * multiplier; m < (c + 1) * multiplier; m++) {
                sum += load<f32>(gradient + ((<usize>m) << 2)) * load<f32>(filter + ((<usize>m) << 2));
              }
              store<f32>(target + ((<usize>c) << 2), sum);
            }
          }
        }
      }
    }
  }
}

/**
 * dw: the product of what a tap saw and of the output gradient, over all positions. Each line of positions is summed
 * apart, at `scratch` of the size of dw, so that a sum over a large image loses no more digits than one over a small.
 */
export function depthwiseBackpropFilter(
  x: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  dy: usize,
  multiplier: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
  dw: usize,
  outHeight: i32,
  outWidth: i32,
  scratch: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const outPixel = pixel * (<usize>multiplier);
  const size = kernelHeight * kernelWidth * channels * multiplier;
  memory.fill(dw, 0, (<usize>size) << 2);
  for (let line = 0; line < batch * outHeight; line++) {
    const image = line / outHeight;
    const top = (line - image * outHeight) * strideHeight - padTop;
    memory.fill(scratch, 0, (<usize>size) << 2);
    for (let j = 0; j < outWidth; j++) {
      const gradient = dy + outPixel * (<usize>(line * outWidth + j));
      for (let u = 0; u < kernelHeight; u++) {
        const row = top + u * dilationHeight;
        if (row < 0 || row >= height) continue;
        for (let v = 0; v < kernelWidth; v++) {
          const column = j * strideWidth - padLeft + v * dilationWidth;
          if (column < 0 || column >= width) continue;
          const source = x + pixel * (<usize>((image * height + row) * width + column));
          const target = scratch + outPixel * (<usize>(u * kernelWidth + v));
          if (multiplier == 1) {
            for (let c = 0; c < channels; c += 4) {
              const o = (<usize>c) << 2;
              const n = channels - c;
              const value = madd(loadLanes(gradient + o, n), loadLanes(source + o, n), loadLanes(target + o, n));
              storeLanes(target + o, value, n);
            }
          } else {
            for (let c = 0; c < channels; c++) {
              const seen = load<f32>(source + ((<usize>c) << 2));
              for (let m = c * multiplier; m < (c + 1) * multiplier; m++) {
                const o = (<usize>m) << 2;
                store<f32>(target + o, load<f32>(target + o) + seen * load<f32>(gradient + o));
              }
            }
          }
        }
      }
    }
    for (let i = 0; i < size; i += 4) {
      const o = (<usize>i) << 2;
      storeLanes(dw + o, add(loadLanes(dw + o, size - i), loadLanes(scratch + o, size - i)), size - i);
    }
  }
}
