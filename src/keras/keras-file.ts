import { check, checkType } from '../core/check';
import { isHdf5, readHdf5, type Hdf5 } from './hdf5';
import { isZip, unpackKerasArchive } from './keras-archive';
import type { KerasLayer } from './keras-layer';
import { readLegacyLayers } from './legacy-layout';
import { readStateLayers } from './state-layout';

/** What a Keras file holds. */
export interface KerasFile {
  /** The version of Keras that wrote it: `2.1.5`; `1` where none is given, as Keras 1 did. */
  readonly version: string;
  /** What Keras ran on: `tensorflow`, `theano`, …; undefined where the file does not tell. */
  readonly backend: string | undefined;
  /** The model as Keras describes it; undefined in a file of weights alone. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
  /** Layers with weights: in the order of the model, or by kind where the file of Keras 3 keeps no order. */
  readonly layers: readonly KerasLayer[];
}

/**
 * Reads a file of Keras: HDF5 of `model.save` or `save_weights` by Keras 1, 2 and 3, `.weights.h5` and `.keras` archives
 * of Keras 3 (and of 2.12 on). Nothing in it is run. The state of an optimizer is not read.
 *
 * HDF5 takes the package h5wasm, which is asked for when the first file is read.
 *
 * @throws (rejects) TypeError when `bytes` are none; RangeError when they are not such a file or it is damaged; Error
 * when h5wasm is not installed
 * @example
 * ```ts no-run: needs a file
 * import { readFile } from 'node:fs/promises';
 * import { readKerasFile } from 'hilum/keras';
 *
 * const { version, layers } = await readKerasFile(await readFile('vgg16_weights_notop.h5'));
 * console.log(version);
 * for (const { name, weights } of layers) console.log(name, weights.map(({ shape }) => shape));
 * ```
 */
export async function readKerasFile(bytes: Uint8Array): Promise<KerasFile> {
  return readKeras('readKerasFile', bytes);
}

/** {@link readKerasFile} for `caller`. */
export async function readKeras(caller: string, bytes: Uint8Array): Promise<KerasFile> {
  checkType(
    // Also of another realm, as in a frame or in vm.
    ArrayBuffer.isView(bytes) && bytes.BYTES_PER_ELEMENT === 1,
    `${caller}: bytes must be a Uint8Array, got ${Object.prototype.toString.call(bytes).slice(8, -1)}. ` +
      'Of an upload: new Uint8Array(await file.arrayBuffer()).',
  );
  if (isZip(bytes)) {
    const archive = unpackKerasArchive(caller, bytes);
    const config = parseJson(caller, 'config.json', archive.config);
    const metadata =
      archive.metadata === undefined ? {} : parseJson(caller, 'metadata.json', archive.metadata);
    const version = typeof metadata.keras_version === 'string' ? metadata.keras_version : '3';
    checkHdf5(caller, archive.weights);
    const layers = await readHdf5(caller, archive.weights, (file) => readStateLayers(caller, file, config));
    return { version, backend: undefined, config, layers };
  }
  checkHdf5(caller, bytes);
  return readHdf5(caller, bytes, (file) => readLayout(caller, file));
}

function readLayout(caller: string, file: Hdf5): KerasFile {
  // model.save puts the weights into a group of their own, save_weights does not.
  const root = ['/model_weights', '/'].find((path) => file.texts(path, 'layer_names') !== undefined);
  const text = (name: string): string | undefined =>
    (root === undefined ? undefined : file.texts(root, name)?.[0]) ?? file.texts('/', name)?.[0];
  if (root !== undefined) {
    const config = file.texts('/', 'model_config')?.[0];
    return {
      version: text('keras_version') ?? '1',
      backend: text('backend'),
      config: config === undefined ? undefined : parseJson(caller, 'model_config', config),
      layers: readLegacyLayers(caller, file, root),
    };
  }
  const layers = readStateLayers(caller, file, undefined);
  check(
    layers.length > 0,
    `${caller}: the HDF5 file must hold layers of Keras, got ${file.names('/').slice(0, 5).join(', ') || 'nothing'}. ` +
      'Save the model by model.save or model.save_weights.',
  );
  return { version: '3', backend: undefined, config: undefined, layers };
}

function parseJson(caller: string, name: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    // Python writes numbers that JSON does not know.
    value = JSON.parse(text.replace(/(?<=[:[,]\s*)(-?Infinity|NaN)(?=\s*[,\]}])/g, 'null'));
  } catch {
    value = undefined;
  }
  check(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    `${caller}: ${name} must be a JSON object, got "${text.slice(0, 20)}". The file is damaged.`,
  );
  return value as Record<string, unknown>;
}

function checkHdf5(caller: string, bytes: Uint8Array): void {
  check(
    isHdf5(bytes),
    `${caller}: the file must be HDF5 or a .keras archive of Keras, got ${foreign(bytes)}`,
  );
}

/** What a file seems to be instead, and what to do about it. */
function foreign(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty one. Copy it again.';
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).trimStart();
  if (start.startsWith('version https://git-lfs'))
    return 'a pointer of Git LFS. Fetch the file itself: git lfs pull.';
  if (start.startsWith('<')) return 'a web page. Was the download refused?';
  if (start.startsWith('{')) return 'JSON. A model.json of TensorFlow.js opens with tf.loadLayersModel.';
  const first = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `${bytes.length} bytes that begin with ${first}. A SavedModel or a file of PyTorch has to be saved anew by Keras.`;
}
