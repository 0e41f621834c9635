/**
 * Convolutions and their gradients by their definition, in double precision: what every kernel is held against.
 * Images are [B, H, W, C] and filters [kh, kw, C, K], flat.
 */
export interface ConvShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly pad: 'same' | 'valid';
}

export interface ConvSize {
  readonly outHeight: number;
  readonly outWidth: number;
  readonly top: number;
  readonly left: number;
}

/** TensorFlow's rule of output sizes and padding; the odd zero goes to the end. */
export function convSize(shape: ConvShape): ConvSize {
  const axis = (size: number, k: number, stride: number, dilation: number): [number, number] => {
    const reach = (k - 1) * dilation + 1;
    if (shape.pad === 'valid') return [Math.ceil((size - reach + 1) / stride), 0];
    const out = Math.ceil(size / stride);
    return [out, Math.floor(Math.max(0, (out - 1) * stride + reach - size) / 2)];
  };
  const [outHeight, top] = axis(shape.height, shape.kernel[0], shape.strides[0], shape.dilations[0]);
  const [outWidth, left] = axis(shape.width, shape.kernel[1], shape.strides[1], shape.dilations[1]);
  return { outHeight, outWidth, top, left };
}

/** Calls back for every (output position, tap) that meets the image, with offsets of its first channels. */
function eachMeeting(shape: ConvShape, meet: (x: number, tap: number, y: number) => void): void {
  const { outHeight, outWidth, top, left } = convSize(shape);
  const { batch, height, width, kernel, strides, dilations } = shape;
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let u = 0; u < kernel[0]; u++)
          for (let v = 0; v < kernel[1]; v++) {
            const row = i * strides[0] - top + u * dilations[0];
            const column = j * strides[1] - left + v * dilations[1];
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            meet((b * height + row) * width + column, u * kernel[1] + v, (b * outHeight + i) * outWidth + j);
          }
}

export function conv2D(shape: ConvShape, x: ArrayLike<number>, w: ArrayLike<number>): Float64Array {
  const { outHeight, outWidth } = convSize(shape);
  const { channels: C, filters: K } = shape;
  const y = new Float64Array(shape.batch * outHeight * outWidth * K);
  eachMeeting(shape, (px, tap, py) => {
    for (let c = 0; c < C; c++)
      for (let k = 0; k < K; k++) y[py * K + k]! += x[px * C + c]! * w[(tap * C + c) * K + k]!;
  });
  return y;
}

export function conv2DBackpropInput(
  shape: ConvShape,
  dy: ArrayLike<number>,
  w: ArrayLike<number>,
): Float64Array {
  const { channels: C, filters: K } = shape;
  const dx = new Float64Array(shape.batch * shape.height * shape.width * C);
  eachMeeting(shape, (px, tap, py) => {
    for (let c = 0; c < C; c++)
      for (let k = 0; k < K; k++) dx[px * C + c]! += dy[py * K + k]! * w[(tap * C + c) * K + k]!;
  });
  return dx;
}

export function conv2DBackpropFilter(
  shape: ConvShape,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): Float64Array {
  const { channels: C, filters: K } = shape;
  const dw = new Float64Array(shape.kernel[0] * shape.kernel[1] * C * K);
  eachMeeting(shape, (px, tap, py) => {
    for (let c = 0; c < C; c++)
      for (let k = 0; k < K; k++) dw[(tap * C + c) * K + k]! += x[px * C + c]! * dy[py * K + k]!;
  });
  return dw;
}

/** Depthwise: `filters` is the multiplier, output channel c·multiplier + m. Which gradient is told by what is given. */
export function depthwiseBackpropFilter(
  shape: ConvShape,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): Float64Array {
  const { channels: C, filters: M } = shape;
  const dw = new Float64Array(shape.kernel[0] * shape.kernel[1] * C * M);
  eachMeeting(shape, (px, tap, py) => {
    for (let c = 0; c < C; c++)
      for (let m = 0; m < M; m++) dw[(tap * C + c) * M + m]! += x[px * C + c]! * dy[(py * C + c) * M + m]!;
  });
  return dw;
}

export function depthwiseBackpropInput(
  shape: ConvShape,
  dy: ArrayLike<number>,
  w: ArrayLike<number>,
): Float64Array {
  const { channels: C, filters: M } = shape;
  const dx = new Float64Array(shape.batch * shape.height * shape.width * C);
  eachMeeting(shape, (px, tap, py) => {
    for (let c = 0; c < C; c++)
      for (let m = 0; m < M; m++) dx[px * C + c]! += dy[(py * C + c) * M + m]! * w[(tap * C + c) * M + m]!;
  });
  return dx;
}

/** The largest difference, relative to the largest magnitude expected: what the tolerances below speak of. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let error = 0;
  let scale = 1e-30;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    // Written so that a NaN is an infinite error.
    if (!(difference <= error)) error = Number.isNaN(difference) ? Infinity : difference;
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return error / scale;
}
