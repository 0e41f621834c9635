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

/**
 * The places of the pixels of row `y`, followed back through the last of `backs`, and through the one before where both
 * go in one; gives how many that were.
 */
export function placesOfRow(backs: readonly Back[], y: number, xs: Float64Array, ys: Float64Array): number {
  const { from, size } = backs.at(-1)!;
  if (!isMatrix(from)) {
    const before = backs.at(-2)?.from;
    const joined = before && isMatrix(before) && isAffine(before);
    displaceRow(from, size, y, joined ? before : identity, xs, ys);
    return joined ? 2 : 1;
  }
  if (isAffine(from)) {
    const [a, b, c, d, e, f] = from;
    const [startX, startY] = [b * y + c, e * y + f];
    for (let x = 0; x < xs.length; x++) {
      xs[x] = a * x + startX;
      ys[x] = d * x + startY;
    }
  } else {
    for (let x = 0; x < xs.length; x++) xs[x] = x;
    ys.fill(y);
    changeInPerspective(from, xs, ys);
  }
  return 1;
}

const identity: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

function isAffine(matrix: Matrix): boolean {
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

/**
 * As {@link displace} for a row of pixels, and the matrix after it: within a cell of the grid both together are a line.
 */
function displaceRow(
  { columns, rows, offsets }: Displacement,
  { width, height }: Size,
  y: number,
  [a, b, c, d, e, f]: Matrix,
  xs: Float64Array,
  ys: Float64Array,
): void {
  const across = (columns - 1) / Math.max(width - 1, 1);
  const v = (y * (rows - 1)) / Math.max(height - 1, 1);
  const row = Math.min(Math.floor(v), rows - 2);
  const q = v - row;
  const blend = (above: number): number =>
    offsets[above]! + (offsets[above + 2 * columns]! - offsets[above]!) * q;
  for (let column = 0, x = 0; column < columns - 1; column++) {
    const node = (row * columns + column) * 2;
    // At x this is x + start + step · (x · across − column), along each axis.
    const stepX = blend(node + 2) - blend(node);
    const stepY = blend(node + 3) - blend(node + 1);
    const startX = blend(node) - stepX * column;
    const startY = blend(node + 1) - stepY * column;
    const slopeX = a * (1 + stepX * across) + b * stepY * across;
    const slopeY = d * (1 + stepX * across) + e * stepY * across;
    const firstX = a * startX + b * (y + startY) + c;
    const firstY = d * startX + e * (y + startY) + f;
    const end = column === columns - 2 ? width : Math.min(Math.ceil((column + 1) / across), width);
    for (; x < end; x++) {
      xs[x] = firstX + slopeX * x;
      ys[x] = firstY + slopeY * x;
    }
  }
}
