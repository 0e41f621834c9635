import type * as H5wasm from 'h5wasm';
import { check } from '../core/check';
import { floatsOf } from './stored-numbers';

/** Numbers of a file, as single precision. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What this library asks of an HDF5 file. */
export interface Hdf5 {
  /** The names in a group; none where there is no group. */
  names(group: string): string[];
  /** The texts of an attribute, also where it lies in pieces called `name0`, `name1`, …; undefined without it. */
  texts(path: string, attribute: string): string[] | undefined;
  tensor(path: string): StoredTensor;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes are of an HDF5 file: its signature may come after 0, 512, 1024, 2048, … bytes of others. */
export function isHdf5(bytes: Uint8Array): boolean {
  for (let at = 0; at + 8 <= bytes.length; at = at === 0 ? 512 : at * 2)
    if (signature.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
}

let files = 0;

/**
 * Reads an HDF5 file in memory: `read` gets it open and must be done when it returns.
 *
 * @throws (rejects) Error when h5wasm is not installed; RangeError when the file is damaged
 */
export async function readHdf5<T>(caller: string, bytes: Uint8Array, read: (file: Hdf5) => T): Promise<T> {
  const h5wasm = await loadH5wasm(caller);
  const module = await h5wasm.ready;
  // A file system of its own in memory, in Node too: nothing in a file leads to the disk.
  const path = `/hilum-${files++}.h5`;
  const handlers = module as unknown as Record<string, (() => void) | undefined>;
  // From here on nothing waits: an app that uses h5wasm too finds it as it was.
  handlers.activate_throwing_error_handler?.();
  let file: H5wasm.File | undefined;
  try {
    module.FS.writeFile(path, bytes);
    file = new h5wasm.File(path, 'r');
    return read(opened(caller, module, file, bytes.length));
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError) throw cause;
    throw new RangeError(
      `${caller}: the HDF5 file must be whole, got one that is cut off or damaged (${reasonOf(cause)}). Copy it again.`,
      { cause },
    );
  } finally {
    try {
      file?.close();
    } catch {
      // Of a damaged file; its memory is given back below.
    }
    if (module.FS.analyzePath(path, false).exists) module.FS.unlink(path);
    handlers.deactivate_throwing_error_handler?.();
  }
}

async function loadH5wasm(caller: string): Promise<typeof H5wasm> {
  return import('h5wasm').catch((cause: unknown) => {
    throw new Error(`${caller}: HDF5 files take a package more. Install it: npm i h5wasm.`, { cause });
  });
}

/** Of all that HDF5 says about an error, the last: where it began. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return /\(\): ([^\n]+)\n[^#]*$/.exec(text)?.[1] ?? text.split('\n')[0]!;
}

type Module = Awaited<typeof H5wasm.ready>;

// Deflate grows at most so much.
const maxGrowth = 1_032;

function opened(caller: string, module: Module, file: H5wasm.File, fileBytes: number): Hdf5 {
  let promised = 0;
  const find = (path: string) => file.get(path) as H5wasm.Group | H5wasm.Dataset | null;
  const attribute = (path: string, name: string): string[] | undefined => {
    const found = find(path)?.attrs[name];
    return found && textsOf(found);
  };
  return {
    names(path) {
      const group = find(path);
      return group && 'keys' in group ? group.keys() : [];
    },
    texts(path, name) {
      const whole = attribute(path, name);
      if (whole) return whole;
      const pieces: string[][] = [];
      for (let piece; (piece = attribute(path, `${name}${pieces.length}`));) pieces.push(piece);
      return pieces.length > 0 ? pieces.flat() : undefined;
    },
    tensor(path) {
      const dataset = find(path);
      check(
        dataset !== null && 'shape' in dataset,
        `${caller}: ${path} must be a tensor of the file, got ${dataset?.type.toLowerCase() ?? 'none'}. Save the model again.`,
      );
      const { metadata, attrs, filters } = dataset;
      const shape = metadata.shape ?? [0];
      promised += shape.reduce((product, size) => product * size, metadata.size);
      // Before there is memory for it: a header may promise anything.
      check(
        promised <= fileBytes * (filters.length > 0 ? maxGrowth : 1),
        `${caller}: the tensors must fit into the file of ${fileBytes} bytes, got ${promised} bytes by ${path}. It is damaged.`,
      );
      const brain = attrs.dtype !== undefined && textsOf(attrs.dtype)[0] === 'bfloat16';
      const data = floatsOf(rawBytes(module, file, path, metadata), metadata, brain);
      check(
        data !== undefined,
        `${caller}: tensors must hold numbers, got another kind (HDF5 class ${metadata.type}) in ${path}.`,
      );
      return { shape, data };
    },
  };
}

/** Strings as Keras wrote them: of fixed length filled up with NUL or of any length, UTF-8 though called ASCII. */
function textsOf({ value, metadata }: H5wasm.Attribute): string[] {
  const values: unknown[] = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  return values.map((text) => {
    const plain = String(text).replace(/\0+$/, '');
    if (metadata.cset === 1 || !/[\x80-\xff]/.test(plain) || /[^\0-\xff]/.test(plain)) return plain;
    return new TextDecoder().decode(Uint8Array.from(plain, (letter) => letter.charCodeAt(0)));
  });
}

/** The bytes of a dataset; h5wasm itself has no numbers of 16 bits. */
function rawBytes(
  module: Module,
  file: H5wasm.File,
  path: string,
  { size, total_size }: H5wasm.Metadata,
): Uint8Array {
  const length = size * total_size;
  if (length === 0) return new Uint8Array(0);
  const pointer = module._malloc(length);
  try {
    module.get_dataset_data(file.file_id, path, null, null, null, BigInt(pointer));
    return module.HEAPU8.slice(pointer, pointer + length);
  } finally {
    module._free(pointer);
  }
}
