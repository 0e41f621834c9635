import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Native } from './native';

/** What becomes of a convolution's sums while they are in registers. */
export interface ConvEnding {
  /** Address of `outputs` floats, or 0. */
  readonly bias: number;
  readonly activation: number;
  readonly alpha: number;
}

/** A 3×3 convolution of stride 1: `x` [B, H, W, inputs] to `y` [B, outHeight, outWidth, outputs]. */
export interface WinogradConvArgs extends ConvEnding {
  readonly x: TensorInfo;
  readonly y: TensorInfo;
  /** `[3, 3, inputs, outputs]`, or with `flipped` `[3, 3, outputs, inputs]`. */
  readonly filter: TensorInfo;
  readonly padTop: number;
  readonly padLeft: number;
  /** Turns the filters and exchanges their inputs and outputs: the gradient of the input. */
  readonly flipped: boolean;
}

/** Bytes of transformed filters kept at a time: more are done in turns. */
const filterBudget = 4 << 20;
/** The same for a small image, whose tiles are transformed for all turns at once: near the second-level cache. */
const smallImageBudget = 1 << 20;
/** Bytes of transformed tiles aimed at: they live in the second-level cache, or not far behind it. */
const tileBudget = 600 << 10;
/** Fewer tiles than this use a transformed filter too seldom, more gain nothing. */
const tileRange = [16, 48] as const;

/** The next multiple. */
export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/**
 * Whether an output of this shape is large enough. The filters are transformed in any case, which takes about as long as
 * 42 pixels do directly, and a tile takes as long as four of its 16 pixels.
 */
export function winogradPays([batch, height, width]: readonly number[]): boolean {
  const tiles = batch! * Math.ceil(height! / 4) * Math.ceil(width! / 4);
  return 4 * tiles + 42 < batch! * height! * width!;
}

/**
 * How many filters are transformed at a time: equal turns, so that none is left with a few. Of a small image the tiles are
 * transformed once for all turns.
 */
export function filtersPerTurn(inputs: number, outputs: number, smallImage = false, positions = 36): number {
  const bytes = positions * 4 * inputs;
  const turns = Math.ceil((bytes * outputs) / (smallImage ? smallImageBudget : filterBudget));
  // Otherwise every turn transforms the tiles anew, so few filters do not pay, unless even those would fill the scratch.
  const least = smallImage ? 16 : Math.min(64, (4 * filterBudget) / bytes);
  return Math.min(roundUp(outputs, 8), roundUp(Math.max(least, outputs / turns), 8));
}

/** How many tiles go through at a time, for channels and filters (rounded up to whole vectors): equal blocks. */
export function tilesPerBlock(inputs: number, outputs: number, total: number, positions = 36): number {
  const fitting = Math.floor(tileBudget / (positions * 4 * (inputs + outputs)));
  const most = Math.min(Math.max(fitting, tileRange[0]), tileRange[1]);
  return roundUp(total / Math.ceil(total / most), 4);
}

/** Bytes between two positions; the odd 64 keep them out of the same cache sets. */
export const positionBytes = (floats: number): number => roundUp(floats * 4, 64) + 64;

/**
 * Winograd's F(4×4, 3×3), in blocks of filters and tiles.
 *
 * @returns whether every value is finite. When not, `y` must be computed another way: the transforms spread a NaN or
 *   an infinity over the 4×4 pixels of its tile, where a convolution gives it to its neighbours only
 */
export function winogradConv(native: Native, args: WinogradConvArgs): boolean {
  const { kernels, pointer } = native;
  const [batch, height, width, inputs] = args.x.shape as [number, number, number, number];
  const [, outHeight, outWidth, outputs] = args.y.shape as [number, number, number, number];
  const total = batch * Math.ceil(outHeight / 4) * Math.ceil(outWidth / 4);

  const smallImage = total <= tileRange[0];
  const chunk = filtersPerTurn(inputs, outputs, smallImage);
  const tiles = tilesPerBlock(roundUp(inputs, 4), chunk, total);
  const uBytes = positionBytes(inputs * chunk);
  const vBytes = positionBytes(tiles * roundUp(inputs, 4));
  const mBytes = positionBytes(tiles * chunk);
  const smallBytes = 1024 + positionBytes(36 * roundUp(inputs, 4));
  const flippedBytes = args.flipped ? 9 * 4 * inputs * chunk : 0;

  const u = native.scratch(36 * (uBytes + vBytes + mBytes) + smallBytes + flippedBytes);
  const v = u + 36 * uBytes;
  const m = v + 36 * vBytes;
  const small = m + 36 * mBytes;
  const flipped = small + smallBytes;
  const [x, y, w] = [pointer(args.x), pointer(args.y), pointer(args.filter)];

  let broken = 0;
  for (let k0 = 0; k0 < outputs; k0 += chunk) {
    const count = Math.min(chunk, outputs - k0);
    if (args.flipped) {
      kernels.flipFilters(w, outputs, inputs, k0, count, flipped);
      kernels.transformFilters(flipped, inputs * count * 4, count * 4, inputs, count, u, uBytes, small);
    } else {
      kernels.transformFilters(
        w + 4 * k0,
        inputs * outputs * 4,
        outputs * 4,
        inputs,
        count,
        u,
        uBytes,
        small,
      );
    }
    broken |= kernels.winogradConv(
      x,
      batch,
      height,
      width,
      inputs,
      args.padTop,
      args.padLeft,
      y,
      outHeight,
      outWidth,
      outputs,
      k0,
      count,
      u,
      uBytes,
      args.bias && args.bias + 4 * k0,
      args.activation,
      args.alpha,
      tiles,
      smallImage && k0 > 0 ? 1 : 0,
      v,
      vBytes,
      m,
      mBytes,
      small,
    );
  }
  return broken === 0;
}

/** The gradient of the filters of such a convolution. */
export interface WinogradBackpropFilterArgs {
  readonly x: TensorInfo;
  readonly dy: TensorInfo;
  /** `[3, 3, inputs, outputs]`. */
  readonly dw: TensorInfo;
  readonly padTop: number;
  readonly padLeft: number;
}

/**
 * The transpose of F(4×4, 3×3), in blocks of filters and tiles.
 *
 * @returns whether every value is finite; when not, `dw` must be computed another way
 */
export function winogradBackpropFilter(native: Native, args: WinogradBackpropFilterArgs): boolean {
  const { kernels, pointer } = native;
  const [batch, height, width, inputs] = args.x.shape as [number, number, number, number];
  const [, outHeight, outWidth, outputs] = args.dy.shape as [number, number, number, number];
  const total = batch * Math.ceil(outHeight / 4) * Math.ceil(outWidth / 4);
  const chunk = filtersPerTurn(inputs, outputs);
  const tiles = tilesPerBlock(roundUp(inputs, 4), chunk, total);
  const uBytes = positionBytes(inputs * chunk);
  const vBytes = positionBytes(tiles * roundUp(inputs, 4));
  const dBytes = positionBytes(tiles * chunk);
  const u = native.scratch(36 * (uBytes + vBytes + dBytes) + 1024 + positionBytes(36 * roundUp(inputs, 4)));
  const v = u + 36 * uBytes;
  const d = v + 36 * vBytes;
  const [x, dy, dw] = [pointer(args.x), pointer(args.dy), pointer(args.dw)];

  let broken = 0;
  for (let k0 = 0; k0 < outputs; k0 += chunk) {
    broken |= kernels.winogradBackpropFilter(
      x,
      batch,
      height,
      width,
      inputs,
      args.padTop,
      args.padLeft,
      dy,
      outHeight,
      outWidth,
      outputs,
      k0,
      Math.min(chunk, outputs - k0),
      dw,
      u,
      uBytes,
      tiles,
      v,
      vBytes,
      d,
      dBytes,
      d + 36 * dBytes,
    );
  }
  return broken === 0;
}
