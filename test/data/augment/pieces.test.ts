import { describe, expect, it } from 'vitest';
import type { Displacement, Matrix } from 'hilum';
import { createPieces, piecesOfRow, placesOfPieces } from '../../../src/data/augment/pieces';
import { changePlaces } from '../../../src/data/augment/place';

const size = { width: 9, height: 5 };
const affine: Matrix = [1.5, -0.5, 2, 0.25, 0.75, -1, 0, 0, 1];
const perspective: Matrix = [1, 2, 3, 4, 5, 6, 0.01, 0.02, 1];
const fieldOf = (columns: number): Displacement => ({
  columns,
  rows: 3,
  offsets: Float32Array.from({ length: columns * 6 }, (_, i) => Math.sin(i * 7)),
});
/** The places of row `y`, and how many of `froms` they were followed back through. */
const rowOf = (froms: readonly (Matrix | Displacement)[], y: number, width = size.width) => {
  const pieces = createPieces(width);
  const backs = froms.map((from) => ({ from, size: { ...size, width } }));
  const followed = piecesOfRow(backs, y, width, pieces);
  const [xs, ys] = [new Float64Array(width), new Float64Array(width)];
  placesOfPieces(pieces, xs, ys);
  return { xs, ys, followed, ends: [...pieces.ends.subarray(0, pieces.count)] };
};

describe('piecesOfRow', () => {
  it.each([
    ['an affine matrix', [affine], 1],
    ['a displacement', [fieldOf(4)], 1],
    ['a displacement of more nodes than pixels', [fieldOf(30)], 1],
    ['a displacement and an affine matrix before it', [affine, fieldOf(4)], 2],
    ['a displacement alone where that before it is in perspective', [perspective, fieldOf(4)], 1],
  ])('gives what changePlaces gives for the pixels of the row: %s', (_, froms, joined) => {
    for (let y = 0; y < size.height; y++) {
      const { xs, ys, followed } = rowOf(froms, y);
      expect(followed).toBe(joined);
      const [us, vs] = [Float64Array.from({ length: 9 }, (__, x) => x), new Float64Array(9).fill(y)];
      for (const from of froms.slice(-joined).reverse()) changePlaces(from, size, us, vs);
      for (let x = 0; x < 9; x++) {
        expect(xs[x]).toBeCloseTo(us[x]!, 5);
        expect(ys[x]).toBeCloseTo(vs[x]!, 5);
      }
    }
  });

  it('is one piece where all is affine, and one for each cell of a grid', () => {
    expect(rowOf([affine], 1).ends).toEqual([9]);
    // Nodes at 0, 8/3, 16/3 and 8.
    expect(rowOf([fieldOf(4)], 1).ends).toEqual([3, 6, 9]);
  });

  it('follows none back in perspective: the pixels themselves', () => {
    const { xs, ys, followed } = rowOf([perspective], 3);
    expect(followed).toBe(0);
    expect([...xs]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(ys)).toEqual(new Set([3]));
  });

  it('takes images of one pixel', () => {
    expect(rowOf([fieldOf(4)], 0, 1).xs[0]).toBeCloseTo(fieldOf(4).offsets[0]!, 6);
  });
});
