import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type NamedArrays } from '../../src/core/safetensors';

const arrays: NamedArrays = {
  bytes: { shape: [3], data: Uint8Array.of(1, 2, 255) },
  'conv/kernel': { shape: [2, 1], data: Float32Array.of(0.5, -1.25) },
  rate: { shape: [1], data: Float64Array.of(Infinity) },
  count: { shape: [], data: Int32Array.of(-7) },
  nothing: { shape: [0, 4], data: new Float32Array(0) },
};

describe('safetensors', () => {
  it('gives back what was written, of every kind of number and shape', () => {
    const decoded = decodeSafetensors(encodeSafetensors(arrays));
    expect(Object.keys(decoded).sort()).toEqual(Object.keys(arrays).sort());
    for (const [name, array] of Object.entries(arrays)) expect(decoded[name]).toEqual(array);
  });

  it('gives back any numbers to the bit, NaN included', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.float64Array(), fc.float32Array(), fc.uint8Array())),
        (numbers) => {
          const named = Object.fromEntries(
            Object.entries(numbers).map(([name, data]) => [name, { shape: [data.length], data }]),
          );
          const decoded = decodeSafetensors(encodeSafetensors(named));
          for (const name of Object.keys(named)) expect(decoded[name]!.data).toEqual(named[name]!.data);
        },
      ),
    );
  });

  // The layout of https://github.com/huggingface/safetensors#format, written out by hand.
  it('writes the length of the header, the header as JSON, and the numbers, little-endian', () => {
    const bytes = encodeSafetensors({ w: { shape: [1, 2], data: Float32Array.of(1, -2) } });
    const header = '{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    expect(Array.from(bytes.subarray(0, 8))).toEqual([header.length, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + header.length))).toBe(header);
    expect(Array.from(bytes.subarray(8 + header.length))).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
  });

  it('reads a file with metadata, wherever in memory it begins', () => {
    const header = '{"__metadata__":{"format":"pt"},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const file = new Uint8Array(3 + 8 + header.length + 1);
    file[3] = header.length;
    file.set(new TextEncoder().encode(header), 11);
    file[file.length - 1] = 9;
    expect(decodeSafetensors(file.subarray(3))).toEqual({ b: { shape: [1], data: Uint8Array.of(9) } });
  });

  it('reads what Node reads: a Buffer, which lies anywhere in a larger one', () => {
    const bytes = Buffer.concat([Buffer.alloc(3), encodeSafetensors(arrays)]).subarray(3);
    expect(decodeSafetensors(bytes)['conv/kernel']).toEqual(arrays['conv/kernel']);
  });

  it('says of a file that is cut off anywhere that it is', () => {
    const bytes = encodeSafetensors(arrays);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(
        /^safetensors: the file must be whole, got \d+ bytes/,
      );
  });

  it('refuses other files and other kinds of numbers', () => {
    const bytes = encodeSafetensors({ w: { shape: [1], data: Float32Array.of(1) } });
    bytes[8] = 65;
    expect(() => decodeSafetensors(bytes)).toThrow('safetensors: the header must be JSON, got other bytes.');
    expect(() => decodeSafetensors(fileOf('I16', [0, 0]))).toThrow(
      'safetensors: numbers must be of F32, F64, I32, U8, F16, BF16, got I16 (w).',
    );
  });

  it('keeps a name that means something to JavaScript', () => {
    const named = JSON.parse('{"__proto__": 0}') as Record<string, never>;
    const arrays = Object.fromEntries(
      Object.keys(named).map((name) => [name, { shape: [1], data: Uint8Array.of(7) }]),
    );
    expect(Object.entries(decodeSafetensors(encodeSafetensors(arrays)))).toEqual(Object.entries(arrays));
  });

  it('reads numbers of 16 bits as floats', () => {
    expect(decodeSafetensors(fileOf('F16', [0x00, 0xc0])).w).toEqual({
      shape: [1],
      data: Float32Array.of(-2),
    });
    expect(decodeSafetensors(fileOf('BF16', [0x40, 0xc0])).w).toEqual({
      shape: [1],
      data: Float32Array.of(-3),
    });
  });
});

/** A file of one number of 16 bits. */
function fileOf(dtype: string, bytes: readonly number[]): Uint8Array {
  const header = new TextEncoder().encode(`{"w":{"dtype":"${dtype}","shape":[1],"data_offsets":[0,2]}}`);
  return Uint8Array.from([header.length, 0, 0, 0, 0, 0, 0, 0, ...header, ...bytes]);
}
