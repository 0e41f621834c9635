import { createImage } from 'hilum';
import { describe, expect, it } from 'vitest';
import { levelCounter } from '../../src/data/histogram';
import { picture } from './reference';

describe('levelCounter', () => {
  it.each([8, 16])(
    'counts any part of an image of %i bits, wherever it begins, and starts again',
    (depth) => {
      const { data } = picture([40, 1], { depth, seed: 2 });
      for (const offset of [0, 1, 2, 3]) {
        const part = data.subarray(offset);
        const counter = levelCounter('f', createImage({ width: part.length, height: 1, data: part }));
        for (const [from, to] of [
          [0, part.length],
          [3, 4],
          [5, 5],
          [2, 30],
        ] as const) {
          counter.add(from, to);
          const expected = new Uint32Array(2 ** depth);
          part.subarray(from, to).forEach((x: number) => expected[x]!++);
          expect(counter.take()).toEqual(expected);
        }
      }
    },
  );

  it('refuses floats in the name of its caller', () => {
    expect(() => levelCounter('clahe', picture([1, 1], { depth: 32, seed: 1 }))).toThrow(
      /^clahe: .*toDepth8/,
    );
  });
});
