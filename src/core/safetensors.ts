import { check } from './check';
import { fromBfloat16, fromFloat16 } from './half';

/** Numbers with a shape: what a checkpoint and a file of weights are made of. */
export interface SavedArray {
  readonly shape: readonly number[];
  /** Row by row; its kind is the type of the numbers. */
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

/** Arrays by name. */
export type NamedArrays = Readonly<Record<string, SavedArray>>;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const dtypes = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const;

/** Numbers of 16 bits, which no array of this language holds: read as floats. */
const halves = { F16: fromFloat16, BF16: fromBfloat16 } as const;

/**
 * Arrays as a file in the safetensors format: eight bytes with the length of a JSON header, the header, the numbers
 * one after another, little-endian.
 *
 * https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors(arrays: NamedArrays): Uint8Array {
  // The widest first, so that every array begins at a multiple of its width.
  const names = Object.keys(arrays).sort(
    (a, b) => arrays[b]!.data.BYTES_PER_ELEMENT - arrays[a]!.data.BYTES_PER_ELEMENT,
  );
  let offset = 0;
  const entries = names.map((name): [string, Entry] => {
    const { shape, data } = arrays[name]!;
    const start = offset;
    offset += data.byteLength;
    return [name, { dtype: dtypeOf(data), shape: [...shape], data_offsets: [start, offset] }];
  });
  // Not by assignment: a name may be __proto__.
  const header = Object.fromEntries(entries);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + offset).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  for (const name of names) {
    const { data } = arrays[name]!;
    bytes.set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      start + header[name]!.data_offsets[0],
    );
  }
  return bytes;
}

/**
 * The arrays in a safetensors file; each is a copy of its own.
 *
 * @throws RangeError when the file is cut off, damaged, or holds numbers of another kind than float32, float64,
 * int32, uint8, and float16 and bfloat16, which become float32
 */
export function decodeSafetensors(bytes: Uint8Array): NamedArrays {
  const damaged = 'safetensors: the file must be whole, got';
  check(bytes.length >= 8, `${damaged} ${bytes.length} bytes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true));
  check(start <= bytes.length, `${damaged} ${bytes.length} bytes and a header that ends at ${start}.`);
  const header = parseHeader(bytes.subarray(8, start));
  const arrays = Object.entries(header).map(
    ([name, { dtype, shape, data_offsets }]): [string, SavedArray] => {
      const half = halves[dtype as keyof typeof halves] as (typeof halves)[keyof typeof halves] | undefined;
      const Kind = half
        ? Uint16Array
        : (dtypes[dtype as keyof typeof dtypes] as (typeof dtypes)[keyof typeof dtypes] | undefined);
      check(
        Kind !== undefined,
        `safetensors: numbers must be of ${Object.keys({ ...dtypes, ...halves }).join(', ')}, got ${dtype} (${name}).`,
      );
      const [from, to] = data_offsets;
      const length = shape.reduce((product, size) => product * size, 1);
      check(
        from >= 0 && to - from === length * Kind.BYTES_PER_ELEMENT && start + to <= bytes.length,
        `${damaged} ${bytes.length} bytes, of which ${name} should take ${start + from} to ${start + to}.`,
      );
      // A copy, because a typed array must begin at a multiple of its width; not by slice(), which in Node's Buffer
      // copies nothing.
      const data = new Kind(new Uint8Array(bytes.subarray(start + from, start + to)).buffer);
      return [name, { shape, data: data instanceof Uint16Array ? half!(data) : data }];
    },
  );
  return Object.fromEntries(arrays);
}

function parseHeader(bytes: Uint8Array): Record<string, Entry> {
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Entry>;
    // Texts about the file, not an array.
    delete header.__metadata__;
    return header;
  } catch {
    throw new RangeError(
      'safetensors: the header must be JSON, got other bytes. Is it another kind of file?',
    );
  }
}

function dtypeOf(data: SavedArray['data']): string {
  return Object.entries(dtypes).find(([, Kind]) => data instanceof Kind)![0];
}
