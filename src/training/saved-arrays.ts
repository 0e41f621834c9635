import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkSameShape } from '../core/check';
import type { NamedArrays, SavedArray } from '../core/safetensors';

/** A number as an array, so that all state has one form; float64 keeps it to the bit, NaN and infinities too. */
export function savedNumbers(...values: readonly number[]): SavedArray {
  return { shape: [values.length], data: Float64Array.from(values) };
}

/** A text as its bytes. */
export function savedText(text: string): SavedArray {
  const data = new TextEncoder().encode(text);
  return { shape: [data.length], data };
}

/** The text that {@link savedText} kept. */
export function textOf({ data }: SavedArray): string {
  return new TextDecoder().decode(data);
}

/** A copy of a tensor's values: what happens to a variable afterwards does not change it. */
export async function savedTensor(tensor: tf.Tensor): Promise<SavedArray> {
  const data = (await tensor.data()).slice() as SavedArray['data'];
  return { shape: [...tensor.shape], data };
}

/** The tensor of what {@link savedTensor} kept. */
export function tensorOf({ shape, data }: SavedArray): tf.Tensor {
  const values = data as Float32Array | Int32Array | Uint8Array;
  return tf.tensor(
    values,
    [...shape],
    data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'bool',
  );
}

/** The weights of a model by name. */
export async function savedWeights(model: LayersModel): Promise<NamedArrays> {
  const named: Record<string, SavedArray> = {};
  for (const weight of model.weights) {
    check(
      !(weight.originalName in named),
      `train: the names of weights must differ for a checkpoint, got ${weight.originalName} twice. Name the layers.`,
    );
    named[weight.originalName] = await savedTensor(weight.read());
  }
  return named;
}

/** Writes weights into a model by name: all of them, or, when one is missing or of another shape, none. */
export function restoreWeights(model: LayersModel, saved: NamedArrays): void {
  for (const { originalName, shape } of model.weights) {
    const found = saved[originalName];
    check(
      found !== undefined,
      `train: the checkpoint must hold every weight of the model, got none for ${originalName}. Was it made by another model?`,
    );
    checkSameShape('train', [`${originalName} of the model`, 'of the checkpoint'], shape, found.shape);
  }
  tf.tidy(() => {
    for (const weight of model.weights) weight.write(tensorOf(saved[weight.originalName]!));
  });
}

/** The entries whose names begin with `prefix/`, without it. */
export function under(prefix: string, arrays: NamedArrays): NamedArrays {
  const start = `${prefix}/`;
  const found = Object.entries(arrays).filter(([name]) => name.startsWith(start));
  return Object.fromEntries(found.map(([name, array]) => [name.slice(start.length), array]));
}

/** The same entries with `prefix/` before their names. */
export function prefixed(prefix: string, arrays: NamedArrays): NamedArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${prefix}/${name}`, array]));
}
