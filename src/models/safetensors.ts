import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkSameShape, checkType } from '../core/check';
import { writeWeights, type LoadedWeights } from '../core/loaded-weights';
import { decodeSafetensors, encodeSafetensors, type SavedArray } from '../core/safetensors';

/** What {@link loadSafetensors} takes beside the model and the file. */
export interface LoadSafetensorsArgs {
  /** The name in the model of a tensor of the file, or undefined to leave it out. Default: the same name. */
  rename?: ((name: string) => string | undefined) | undefined;
}

/**
 * The weights of a model as a file in the safetensors format, by their names: `unet_encoder1_conv1/kernel`. Python reads
 * it with `safetensors.numpy.load`, and nothing in it can be run. The layers are not in it.
 *
 * https://github.com/huggingface/safetensors
 *
 * @throws (rejects) RangeError when two weights have one name
 * @example
 * ```ts
 * import { loadSafetensors, saveSafetensors, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [16, 16, 1], filters: [2, 4], seed: 1 });
 * const other = unet({ inputShape: [32, 32, 1], filters: [2, 4], seed: 2 });
 * const { matched, missing } = loadSafetensors(other, await saveSafetensors(model));
 * console.log(matched.length, missing); // 16 []
 * model.dispose();
 * other.dispose();
 * ```
 */
export async function saveSafetensors(model: LayersModel): Promise<Uint8Array> {
  const named: Record<string, SavedArray> = {};
  for (const weight of model.weights) {
    const { originalName: name } = weight;
    check(
      !Object.hasOwn(named, name),
      `saveSafetensors: names of weights must be unique, got "${name}" twice. Name the layers.`,
    );
    const values = weight.read();
    // A copy: the next step of a training changes the model.
    named[name] = { shape: [...values.shape], data: (await values.data()).slice() };
  }
  return encodeSafetensors(named);
}

/**
 * Loads the tensors of a safetensors file into the weights of the same names. All or nothing: on an error no weight has
 * changed. What the file lacks or the model has no weight for is reported, not an error; look at `missing` before you
 * trust predictions. Halves become floats; kernels of PyTorch lie in another order and have to be turned in Python.
 *
 * @throws TypeError when `bytes` are none; RangeError when the file is damaged, a tensor has another shape than the
 * weight, or no name is in both
 * @example
 * ```ts no-run: needs a file
 * import { readFile } from 'node:fs/promises';
 * import { loadSafetensors, unet } from 'hilum';
 *
 * const { missing } = loadSafetensors(unet(), await readFile('unet.safetensors'));
 * console.log(missing); // []
 * ```
 */
export function loadSafetensors(
  model: LayersModel,
  bytes: Uint8Array,
  { rename = (name) => name }: LoadSafetensorsArgs = {},
): LoadedWeights {
  const caller = 'loadSafetensors';
  checkType(
    ArrayBuffer.isView(bytes) && bytes.BYTES_PER_ELEMENT === 1,
    `${caller}: bytes must be a Uint8Array, got ${Object.prototype.toString.call(bytes).slice(8, -1)}. ` +
      'Of an upload: new Uint8Array(await file.arrayBuffer()).',
  );
  const weights = new Map(model.weights.map((weight) => [weight.originalName, weight]));
  const found = Object.entries(decodeSafetensors(bytes)).map(([name, array]) => {
    const renamed = rename(name);
    return { name, array, weight: renamed === undefined ? undefined : weights.get(renamed) };
  });
  const matches = found.flatMap(({ name, array, weight }) => (weight ? [{ name, array, weight }] : []));
  check(
    matches.length > 0,
    `${caller}: a tensor of the file must be in the model, got ${found[0]?.name ?? 'none'} in the file and ${[...weights.keys()][0] ?? 'none'} in the model. Rename them.`,
  );
  const given = new Set(matches.map(({ weight }) => weight));
  check(
    given.size === matches.length,
    `${caller}: each weight of the model must be given once, got ${matches.length} tensors for ${given.size} weights. Rename them differently.`,
  );
  for (const { name, array, weight } of matches)
    checkSameShape(caller, [weight.originalName, `${name} of the file`], weight.shape, array.shape);
  writeWeights(
    matches.map(({ weight, array: { data } }) => ({
      weight,
      data: data instanceof Float64Array ? Float32Array.from(data) : data,
    })),
  );
  return {
    matched: matches.map(({ weight }) => weight.originalName),
    missing: [...weights].filter(([, weight]) => !given.has(weight)).map(([name]) => name),
    leftOver: found.filter(({ weight }) => !weight).map(({ name }) => name),
  };
}
