import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianByCounts, medianOfNine } from '../../src/data/median-bytes';

/** By sorting each window, outside which the border pixels go on. */
function sorted(data: ArrayLike<number>, [width, height, channels]: number[], size: number): number[] {
  const reach = size >> 1;
  const inside = (i: number, count: number): number => Math.min(Math.max(i, 0), count - 1);
  return Array.from(data, (_, i) => {
    const [c, x] = [i % channels!, Math.floor(i / channels!) % width!];
    const y = Math.floor(i / channels! / width!);
    const window: number[] = [];
    for (let v = y - reach; v <= y + reach; v++)
      for (let u = x - reach; u <= x + reach; u++)
        window.push(data[(inside(v, height!) * width! + inside(u, width!)) * channels! + c]!);
    return window.sort((a, b) => a - b)[window.length >> 1]!;
  });
}

const shape = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 7 }),
  fc.integer({ min: 1, max: 3 }),
);
/** Few levels make many equal values, many hardly any. */
const bytes = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 2 }));
const values = fc.array(bytes, { minLength: 189, maxLength: 189 });

describe('medianOfNine', () => {
  it('is what sorting finds, at 8 and at 16 bits', () => {
    fc.assert(
      fc.property(shape, values, ([width, height, channels], x) => {
        const data = Uint8Array.from(x.slice(0, width * height * channels));
        const expected = sorted(data, [width, height, channels], 3);
        const out = new Uint8Array(data.length);
        medianOfNine({ width, height, channels, data, out });
        expect([...out]).toEqual(expected);
        const wide = new Uint16Array(data.length);
        medianOfNine({ width, height, channels, data: Uint16Array.from(data, (v) => v * 257), out: wide });
        expect([...wide]).toEqual(expected.map((v) => v * 257));
      }),
    );
  });
});

describe('medianByCounts', () => {
  it('is what sorting finds, windows larger than the image included', () => {
    fc.assert(
      fc.property(shape, values, fc.constantFrom(1, 3, 5, 11), ([width, height, channels], x, size) => {
        const data = Uint8Array.from(x.slice(0, width * height * channels));
        const out = new Uint8Array(data.length);
        medianByCounts({ width, height, channels, data, out }, size);
        expect([...out]).toEqual(sorted(data, [width, height, channels], size));
      }),
    );
  });
});
