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
  memory.fill(dx, 0, ((<usize>channels) << 2) * (<usize>(batch * height * width)));
  for (let line = 0; line < batch * outHeight; line++) {
    meetLine(
      line, dy, dx, w, height, width, channels, multiplier, kernelHeight, kernelWidth, strideHeight, strideWidth,
      dilationHeight, dilationWidth, padTop, padLeft, outHeight, outWidth, false,
    );
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
  const size = kernelHeight * kernelWidth * channels * multiplier;
  memory.fill(dw, 0, (<usize>size) << 2);
  for (let line = 0; line < batch * outHeight; line++) {
    memory.fill(scratch, 0, (<usize>size) << 2);
    meetLine(
      line, dy, x, scratch, height, width, channels, multiplier, kernelHeight, kernelWidth, strideHeight, strideWidth,
      dilationHeight, dilationWidth, padTop, padLeft, outHeight, outWidth, true,
    );
    for (let i = 0; i < size; i += 4) {
      const o = (<usize>i) << 2;
      storeLanes(dw + o, add(loadLanes(dw + o, size - i), loadLanes(scratch + o, size - i)), size - i);
    }
  }
}

/**
 * Every meeting of a tap with a pixel of the image, for one line of output positions (counted over the batch). The
 * gradient there times the one of the two is added to the other: to the tap with `ofFilter`, else to the pixel.
 */
// @ts-ignore: decorator
@inline
function meetLine(
  line: i32,
  dy: usize,
  image: usize,
  taps: usize,
  height: i32,
  width: i32,
  channels: i32,
  multiplier: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
  outHeight: i32,
  outWidth: i32,
  ofFilter: bool,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const outBytes = pixelBytes * (<usize>multiplier);
  const index = line / outHeight;
  const top = (line - index * outHeight) * strideHeight - padTop;
  for (let j = 0; j < outWidth; j++) {
    const gradient = dy + outBytes * (<usize>(line * outWidth + j));
    for (let u = 0; u < kernelHeight; u++) {
      const row = top + u * dilationHeight;
      if (row < 0 || row >= height) continue;
      for (let v = 0; v < kernelWidth; v++) {
        const column = j * strideWidth - padLeft + v * dilationWidth;
        if (column < 0 || column >= width) continue;
        const pixel = image + pixelBytes * (<usize>((index * height + row) * width + column));
        const tap = taps + outBytes * (<usize>(u * kernelWidth + v));
        if (multiplier != 1) {
          meetEach(gradient, pixel, tap, channels, multiplier, ofFilter);
          continue;
        }
        const source = ofFilter ? pixel : tap;
        const target = ofFilter ? tap : pixel;
        for (let c = 0; c < channels; c += 4) {
          const o = (<usize>c) << 2;
          const n = channels - c;
          const value = madd(loadLanes(gradient + o, n), loadLanes(source + o, n), loadLanes(target + o, n));
          storeLanes(target + o, value, n);
        }
      }
    }
  }
}

/** One meeting where a channel has more filters than one, number by number. */
function meetEach(gradient: usize, pixel: usize, tap: usize, channels: i32, multiplier: i32, ofFilter: bool): void {
  for (let c = 0; c < channels; c++) {
    let value = load<f32>(pixel);
    for (let m = 0; m < multiplier; m++) {
      const g = load<f32>(gradient);
      if (ofFilter) store<f32>(tap, load<f32>(tap) + value * g);
      else value += g * load<f32>(tap);
      gradient += 4;
      tap += 4;
    }
    if (!ofFilter) store<f32>(pixel, value);
    pixel += 4;
  }
}
