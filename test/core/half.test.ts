import { expect, test } from 'vitest';
import { fromBfloat16, fromFloat16, toFloat16 } from '../../src/core/half';

const half = (x: number): number => toFloat16(Float32Array.of(x))[0]!;

test('all 65,536 halves come back from their numbers, NaN as NaN', () => {
  const halves = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const numbers = fromFloat16(halves);
  const back = toFloat16(numbers);
  const changed = [...halves].filter((bits, i) => back[i] !== bits);
  expect(changed.filter((bits) => !Number.isNaN(numbers[bits]))).toEqual([]);
  expect([...new Set(changed.map((bits) => back[bits]! & 0x7fff))]).toEqual([0x7e00]);
});

test('halves are the numbers of IEEE 754', () => {
  // https://en.wikipedia.org/wiki/Half-precision_floating-point_format#Half_precision_examples
  const examples = [
    [0x0001, 2 ** -24],
    [0x03ff, (1023 / 1024) * 2 ** -14],
    [0x3555, 0.333251953125],
    [0x3c00, 1],
    [0x7bff, 65504],
    [0xc000, -2],
    [0xfc00, -Infinity],
  ] as const;
  for (const [bits, number] of examples) expect(fromFloat16(Uint16Array.of(bits))[0]).toBe(number);
});

test('a number becomes the nearest half, in the middle the even one, above the largest infinity', () => {
  expect(half(1 + 2 ** -11)).toBe(0x3c00);
  expect(half(1 + 3 * 2 ** -11)).toBe(0x3c02);
  expect(half(1 + 2 ** -11 + 2 ** -20)).toBe(0x3c01);
  expect(half(65519)).toBe(0x7bff);
  expect(half(65520)).toBe(0x7c00);
  expect(half(-1e9)).toBe(0xfc00);
  expect(half(2 ** -25)).toBe(0);
  expect(half(1.5 * 2 ** -25)).toBe(1);
  expect(half(3 * 2 ** -25)).toBe(2);
  expect(half(-0)).toBe(0x8000);
});

test('brain floats are the upper halves of floats', () => {
  expect([...fromBfloat16(Uint16Array.of(0x3f80, 0xc040, 0x7f80, 0))]).toEqual([1, -3, Infinity, 0]);
});
