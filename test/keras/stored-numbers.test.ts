import { expect, test } from 'vitest';
import { floatsOf, type NumberFormat } from '../../src/keras/stored-numbers';

const read = (array: ArrayBufferView<ArrayBuffer>, format: Partial<NumberFormat>, brain = false) => {
  const bytes = new Uint8Array(array.buffer.slice(0));
  const size = bytes.length / (array as Uint8Array).length;
  return floatsOf(bytes, { type: 1, size, signed: true, littleEndian: true, ...format }, brain);
};
const integer = { type: 0 };

test.each<[string, ArrayBufferView<ArrayBuffer>, Partial<NumberFormat>, number[]]>([
  ['float32', Float32Array.of(1.5, -2), {}, [1.5, -2]],
  ['float64', Float64Array.of(0.1, -1e300), {}, [Math.fround(0.1), -Infinity]],
  // 1 and −2 in half precision
  ['float16', Uint16Array.of(0x3c00, 0xc000), {}, [1, -2]],
  ['int8', Int8Array.of(-128, 127), integer, [-128, 127]],
  ['int16', Int16Array.of(-300, 300), integer, [-300, 300]],
  ['int32', Int32Array.of(-70_000, 70_000), integer, [-70_000, 70_000]],
  ['int64', BigInt64Array.of(-5n, 2n ** 40n), integer, [-5, 2 ** 40]],
  ['uint8', Uint8Array.of(255), { ...integer, signed: false }, [255]],
  ['uint16', Uint16Array.of(65_535), { ...integer, signed: false }, [65_535]],
  ['uint32', Uint32Array.of(4_294_967_295), { ...integer, signed: false }, [2 ** 32]],
  ['uint64', BigUint64Array.of(2n ** 63n), { ...integer, signed: false }, [2 ** 63]],
  ['booleans', Int8Array.of(0, 1), { type: 8 }, [0, 1]],
])('%s become floats', (_, array, format, expected) => {
  expect(read(array, format)).toEqual(Float32Array.from(expected));
});

test('big endian numbers are turned over', () => {
  // 1.5 and −2 in IEEE 754, the first byte first
  const bytes = Uint8Array.of(0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0);
  expect(read(bytes, { size: 4, littleEndian: false })).toEqual(Float32Array.of(1.5, -2));
});

test('16 bits are a bfloat16 where the file says so', () => {
  const halves = Uint16Array.of(0x3fc0, 0xc000);
  expect(read(halves, {}, true)).toEqual(Float32Array.of(1.5, -2));
  // It is a word about 16 bits alone.
  expect(read(Float32Array.of(3), {}, true)).toEqual(Float32Array.of(3));
});

test('what is of no kind that is known is left to the caller', () => {
  expect(read(Uint8Array.of(1, 2), { type: 3 })).toBeUndefined(); // text
  expect(read(new Uint8Array(16), { size: 16 })).toBeUndefined(); // long double
});
