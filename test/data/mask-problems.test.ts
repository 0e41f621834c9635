import { createImage } from 'hilum';
import { describe, expect, it } from 'vitest';
import { checkMask } from '../../src/data/mask-problems';

const blank = createImage({ width: 10, height: 10, data: new Uint8Array(100) });
/** A mask of 10 × 10 pixels, white where `inside` holds. */
const drawn = (inside: (x: number, y: number) => boolean, white = 255, outside = 0) =>
  createImage({
    width: 10,
    height: 10,
    data: Uint8Array.from({ length: 100 }, (_, i) => (inside(i % 10, Math.floor(i / 10)) ? white : outside)),
  });
const lungs = (x: number, y: number) => y > 1 && y < 8 && x > 0 && x < 9 && x !== 4 && x !== 5;
const kinds = (mask: typeof blank) =>
  checkMask('a', blank, mask, [0.05, 0.6]).problems.map(({ kind }) => kind);

describe('checkMask', () => {
  it('finds nothing wrong with two lungs, and their share', () => {
    expect(checkMask('a', blank, drawn(lungs), [0.05, 0.6])).toEqual({ share: 0.36, problems: [] });
  });

  it('tells an empty mask, and one of ones that should be white', () => {
    expect(kinds(blank)).toEqual(['mask empty']);
    const { problems } = checkMask('a', blank, drawn(lungs, 1), [0.05, 0.6]);
    expect(problems.map(({ severity, kind, message }) => [severity, kind, message])).toEqual([
      ['warning', 'mask not binary', '36.0 % of the mask is neither 0 nor 255; it is cut at 127.'],
      ['error', 'mask empty', 'Nothing in the mask is above 127; its largest value is 1.'],
    ]);
  });

  it('tells an inverted mask from a large one', () => {
    expect(kinds(drawn((x, y) => !lungs(x, y)))).toEqual(['mask inverted']);
    expect(kinds(drawn((x, y) => x > 0 && x < 9 && y > 0 && y < 9))).toEqual(['mask share unlikely']);
  });

  it('tells a mask that covers too little, in the words of the range', () => {
    const { problems } = checkMask(
      'a',
      blank,
      drawn((x, y) => x === 3 && y === 3),
      [0.05, 0.6],
    );
    expect(problems[0]).toEqual({
      severity: 'warning',
      kind: 'mask share unlikely',
      names: ['a'],
      message: 'The mask covers 1.0 %, not between 5.0 % and 60.0 %.',
    });
  });

  it('tells a mask of another size', () => {
    const small = createImage({ width: 4, height: 4, data: new Uint8Array(16).fill(255, 5, 7) });
    expect(kinds(small)).toEqual(['mask of another size']);
  });

  it('unites the channels of a mask of several structures', () => {
    const mask = createImage({ width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 255, 255, 0, 0, 0) });
    expect(checkMask('a', mask, mask, [0.05, 0.6]).share).toBe(0.5);
  });
});
