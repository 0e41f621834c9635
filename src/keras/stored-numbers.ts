import { fromBfloat16, fromFloat16 } from '../core/half';

/** How HDF5 says that numbers are stored. */
export interface NumberFormat {
  /** 0 for integers, 1 for floats, 8 for enumerations, of which booleans are one. */
  readonly type: number;
  /** Bytes of a number. */
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
}

type Read = (buffer: ArrayBuffer) => Float32Array;

const floats: Readonly<Record<number, Read>> = {
  2: (buffer) => fromFloat16(new Uint16Array(buffer)),
  4: (buffer) => new Float32Array(buffer),
  8: (buffer) => Float32Array.from(new Float64Array(buffer)),
};
const signed: Readonly<Record<number, Read>> = {
  1: (buffer) => Float32Array.from(new Int8Array(buffer)),
  2: (buffer) => Float32Array.from(new Int16Array(buffer)),
  4: (buffer) => Float32Array.from(new Int32Array(buffer)),
  8: (buffer) => Float32Array.from(new BigInt64Array(buffer), Number),
};
const unsigned: Readonly<Record<number, Read>> = {
  1: (buffer) => Float32Array.from(new Uint8Array(buffer)),
  2: (buffer) => Float32Array.from(new Uint16Array(buffer)),
  4: (buffer) => Float32Array.from(new Uint32Array(buffer)),
  8: (buffer) => Float32Array.from(new BigUint64Array(buffer), Number),
};

/**
 * Stored numbers in single precision; undefined where they are of no kind that is known. `brain` tells that 16 bits
 * are a bfloat16, which HDF5 does not know.
 *
 * @param bytes may be changed, and must begin its buffer
 */
export function floatsOf(bytes: Uint8Array, format: NumberFormat, brain: boolean): Float32Array | undefined {
  const { type, size, littleEndian } = format;
  const buffer = bytes.buffer as ArrayBuffer;
  if (brain && size === 2) return fromBfloat16(new Uint16Array(buffer));
  const kinds = type === 1 ? floats : type === 0 || type === 8 ? (format.signed ? signed : unsigned) : {};
  if (!littleEndian) for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return kinds[size]?.(buffer);
}
