import type { Displacement, Matrix, Size } from '../sample';
import { isAffine, isMatrix } from './place';
import type { Back } from './place';

/**
 * Where the pixels of a row come from, as straight pieces of constant speed: those before `ends[k]`, and not in the
 * piece before, from (startX[k] + slopeX[k] · x, startY[k] + slopeY[k] · x).
 */
export interface Pieces {
  count: number;
  readonly ends: Int32Array;
  readonly startX: Float64Array;
  readonly slopeX: Float64Array;
  readonly startY: Float64Array;
  readonly slopeY: Float64Array;
}

/** Room for the pieces of a row: there are at most as many as pixels. */
export function createPieces(width: number): Pieces {
  const numbers = (): Float64Array => new Float64Array(width);
  return {
    count: 0,
    ends: new Int32Array(width),
    ...{ startX: numbers(), slopeX: numbers(), startY: numbers(), slopeY: numbers() },
  };
}

/**
 * The places of the pixels of row `y`, followed back through the last of `backs`, and through the one before where both
 * go in one; gives how many that were: none where a straight line becomes one of changing speed.
 */
export function piecesOfRow(backs: readonly Back[], y: number, width: number, pieces: Pieces): number {
  const { from, size } = backs.at(-1)!;
  pieces.count = 0;
  if (!isMatrix(from)) {
    const before = backs.at(-2)?.from;
    const joined = before && isMatrix(before) && isAffine(before);
    displaceRow(from, size, y, joined ? before : identity, pieces);
    return joined ? 2 : 1;
  }
  const affine = isAffine(from);
  const [a, b, c, d, e, f] = affine ? from : identity;
  push(pieces, width, b * y + c, a, e * y + f, d);
  return affine ? 1 : 0;
}

/** The places of a row pixel by pixel. */
export function placesOfPieces(pieces: Pieces, xs: Float64Array, ys: Float64Array): void {
  for (let k = 0, x = 0; k < pieces.count; k++) {
    const [startX, slopeX] = [pieces.startX[k]!, pieces.slopeX[k]!];
    const [startY, slopeY] = [pieces.startY[k]!, pieces.slopeY[k]!];
    for (const end = pieces.ends[k]!; x < end; x++) {
      xs[x] = startX + slopeX * x;
      ys[x] = startY + slopeY * x;
    }
  }
}

const identity: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

function push(
  pieces: Pieces,
  end: number,
  startX: number,
  slopeX: number,
  startY: number,
  slopeY: number,
): void {
  const k = pieces.count++;
  pieces.ends[k] = end;
  pieces.startX[k] = startX;
  pieces.slopeX[k] = slopeX;
  pieces.startY[k] = startY;
  pieces.slopeY[k] = slopeY;
}

/** A displacement of a row of pixels, and the matrix after it: within a cell of the grid both together are a line. */
function displaceRow(
  { columns, rows, offsets }: Displacement,
  { width, height }: Size,
  y: number,
  [a, b, c, d, e, f]: Matrix,
  pieces: Pieces,
): void {
  const across = (columns - 1) / Math.max(width - 1, 1);
  const v = (y * (rows - 1)) / Math.max(height - 1, 1);
  const row = Math.min(Math.floor(v), rows - 2);
  const q = v - row;
  // The displacement at the left node of a cell, carried over from the right one of the cell before.
  let above = row * columns * 2;
  let below = above + columns * 2;
  let leftX = offsets[above]! + (offsets[below]! - offsets[above]!) * q;
  let leftY = offsets[above + 1]! + (offsets[below + 1]! - offsets[above + 1]!) * q;
  for (let column = 0, x = 0; column < columns - 1; column++) {
    above += 2;
    below += 2;
    const rightX = offsets[above]! + (offsets[below]! - offsets[above]!) * q;
    const rightY = offsets[above + 1]! + (offsets[below + 1]! - offsets[above + 1]!) * q;
    const end = column === columns - 2 ? width : Math.min(Math.ceil((column + 1) / across), width);
    // At x this is x + start + step · (x · across − column), along each axis.
    const stepX = rightX - leftX;
    const stepY = rightY - leftY;
    const startX = leftX - stepX * column;
    const startY = leftY - stepY * column;
    const slopeX = a * (1 + stepX * across) + b * stepY * across;
    const slopeY = d * (1 + stepX * across) + e * stepY * across;
    const firstX = a * startX + b * (y + startY) + c;
    const firstY = d * startX + e * (y + startY) + f;
    // A cell may lie between two pixels.
    if (end > x) push(pieces, end, firstX, slopeX, firstY, slopeY);
    x = end;
    leftX = rightX;
    leftY = rightY;
  }
}
