import { describe, expect, it } from 'vitest';
import type { Displacement, Matrix } from 'hilum';
import { changePlaces, isAffine, isMatrix, multiply } from '../../../src/data/augment/place';

const size = { width: 9, height: 5 };
const first: Matrix = [1, 2, 3, 4, 5, 6, 0.01, 0.02, 1];
const second: Matrix = [0.5, -1, 2, 1, 0.25, -3, 0, 0.03, 1];
const affine: Matrix = [1.5, -0.5, 2, 0.25, 0.75, -1, 0, 0, 1];
const field: Displacement = {
  columns: 4,
  rows: 3,
  offsets: Float32Array.from({ length: 24 }, (_, i) => Math.sin(i * 7)),
};
const through = (from: Matrix | Displacement, x: number, y: number): [number, number] => {
  const [xs, ys] = [Float64Array.of(x), Float64Array.of(y)];
  changePlaces(from, size, xs, ys);
  return [xs[0]!, ys[0]!];
};

describe('changePlaces', () => {
  it('takes a place through a matrix', () => {
    expect(through([1, 2, 3, 4, 5, 6, 0, 0, 1], 10, 100)).toEqual([213, 546]);
    expect(through([1, 2, 3, 4, 5, 6, 0, 0, 2], 10, 100)).toEqual([106.5, 273]);
  });

  it('puts what lies behind the eye far away', () => {
    expect(through([1, 0, 0, 0, 1, 0, -1, 0, 1], 2, 0)[0]).toBeLessThan(-1e6);
  });

  it('displaces by the nodes, bilinearly between, and beyond the rim as at the rim', () => {
    const [x, y] = through(field, 8, 4);
    expect([x - 8, y - 4]).toEqual(
      [field.offsets[22], field.offsets[23]].map((d) => expect.closeTo(d!, 6) as number),
    );
    // Half way between the first two nodes: 8 pixels are 3 cells.
    expect(through(field, 4 / 3, 0)[0]).toBeCloseTo(4 / 3 + (field.offsets[0]! + field.offsets[2]!) / 2, 6);
    expect(through(field, -5, -5)[0]).toBeCloseTo(-5 + field.offsets[0]!, 6);
  });
});

describe('multiply', () => {
  it('is one matrix through the other', () => {
    const expected = through(first, ...through(second, 2, 3));
    const product = through(multiply(first, second), 2, 3);
    expect(product[0]).toBeCloseTo(expected[0], 10);
    expect(product[1]).toBeCloseTo(expected[1], 10);
  });
});

it('isAffine tells a matrix that keeps parallels from one in perspective', () => {
  expect([first, affine].map(isAffine)).toEqual([false, true]);
});

it('isMatrix tells a matrix from a displacement', () => {
  expect([first, field].map(isMatrix)).toEqual([true, false]);
});
