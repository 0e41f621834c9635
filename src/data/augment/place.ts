import type { Displacement, Matrix, Size } from '../sample';

/** Whether places are changed by a matrix. */
export function isMatrix(from: Matrix | Displacement): from is Matrix {
  return Array.isArray(from);
}

/** The matrix that takes a place through `second` and then through `first`. */
export function multiply(first: Matrix, second: Matrix): Matrix {
  const product = Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [i - (i % 3), i % 3];
    return (
      first[row]! * second[column]! +
      first[row + 1]! * second[column + 3]! +
      first[row + 2]! * second[column + 6]!
    );
  });
  return product as unknown as Matrix;
}

/** The places of a row of pixels in a result of the given size, replaced by those that they come from. */
export function changePlaces(
  from: Matrix | Displacement,
  size: Size,
  xs: Float64Array,
  ys: Float64Array,
): void {
  if (!isMatrix(from)) displace(from, size, xs, ys);
  else if (isAffine(from)) changeAffinely(from, xs, ys);
  else changeInPerspective(from, xs, ys);
}

/** Where the pixels of a result of this size come from. */
export interface Back {
  readonly from: Matrix | Displacement;
  readonly size: Size;
}

/** Whether a matrix keeps parallels: w is 1 everywhere. */
export function isAffine(matrix: Matrix): boolean {
  return matrix[6] === 0 && matrix[7] === 0 && matrix[8] === 1;
}

function changeAffinely([a, b, c, d, e, f]: Matrix, xs: Float64Array, ys: Float64Array): void {
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    xs[i] = a * x + b * y + c;
    ys[i] = d * x + e * y + f;
  }
}

function changeInPerspective([a, b, c, d, e, f, g, h, k]: Matrix, xs: Float64Array, ys: Float64Array): void {
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    const w = g * x + h * y + k;
    // Behind the eye there is nothing to see: NaN would be place 0.
    xs[i] = w > 0 ? (a * x + b * y + c) / w : -1e9;
    ys[i] = w > 0 ? (d * x + e * y + f) / w : -1e9;
  }
}

function displace(
  { columns, rows, offsets }: Displacement,
  { width, height }: Size,
  xs: Float64Array,
  ys: Float64Array,
): void {
  const across = (columns - 1) / Math.max(width - 1, 1);
  const down = (rows - 1) / Math.max(height - 1, 1);
  const [right, bottom, step] = [columns - 1, rows - 1, 2 * columns];
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    // Beyond the outermost nodes their displacement goes on.
    const u = Math.min(Math.max(x * across, 0), right);
    const v = Math.min(Math.max(y * down, 0), bottom);
    const column = Math.min(u | 0, right - 1);
    const row = Math.min(v | 0, bottom - 1);
    const p = u - column;
    const q = v - row;
    const above = row * step + 2 * column;
    const below = above + step;
    const x0 = offsets[above]! + (offsets[above + 2]! - offsets[above]!) * p;
    const x1 = offsets[below]! + (offsets[below + 2]! - offsets[below]!) * p;
    const y0 = offsets[above + 1]! + (offsets[above + 3]! - offsets[above + 1]!) * p;
    const y1 = offsets[below + 1]! + (offsets[below + 3]! - offsets[below + 1]!) * p;
    xs[i] = x + x0 + (x1 - x0) * q;
    ys[i] = y + y0 + (y1 - y0) * q;
  }
}
