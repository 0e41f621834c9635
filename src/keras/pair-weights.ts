import { check } from '../core/check';
import type { WeightValues } from '../core/loaded-weights';
import type { KerasTensor } from './keras-layer';
import { leaves, partOf, type ModelLayer } from './model-layers';
import { asStoredToday, type Origin } from './stored-kernel';
import { parseWeightName } from './weight-names';

/** Who pairs, and from what file. */
export interface Pairing extends Origin {
  readonly caller: string;
}

/**
 * Gives every weight of a layer the tensor that Keras stored for it: by their parts (`kernel`, `bias`) where these are
 * the same on both sides, else one after another, as Keras does. A layer that is a model pairs by the layers inside.
 *
 * @throws RangeError when the numbers of tensors or their shapes differ
 */
export function pairLayer(
  pairing: Pairing,
  layer: ModelLayer,
  stored: readonly KerasTensor[],
): WeightValues[] {
  const { caller } = pairing;
  const { weights } = layer;
  check(
    weights.length === stored.length,
    `${caller}: layer ${layer.name} must have as many weights as in the file, got ${list(weights.map((weight) => `${partOf(weight)} ${shapeOf(weight)}`))} ` +
      `and in the file ${list(stored.map((tensor) => `${tensor.name} ${shapeOf(tensor)}`))}. Build the layer as it was in Keras.`,
  );
  const inside = layer.layers ? leaves(layer.layers) : [layer];
  const ownerOf = new Map(inside.flatMap((leaf) => leaf.weights.map((weight) => [weight, leaf] as const)));
  const nested = layer.layers !== undefined;
  const keyOf = (name: string | undefined, part: string): string => (nested ? `${name}/${part}` : part);

  const byKey = new Map(
    stored.map((tensor) => {
      const { layer: name, part } = parseWeightName(tensor.name);
      return [keyOf(name, part), tensor];
    }),
  );
  const keys = weights.map((weight) => keyOf(ownerOf.get(weight)!.name.split('/').at(-1), partOf(weight)));
  const named = new Set(keys).size === keys.length && keys.every((key) => byKey.has(key));

  return weights.map((weight, i) => {
    const tensor = named ? byKey.get(keys[i]!)! : stored[i]!;
    const { className, name } = ownerOf.get(weight)!;
    const { shape, data } = asStoredToday(className, partOf(weight), tensor, pairing);
    checkFits(caller, `${name}/${partOf(weight)}`, weight, { shape, name: tensor.name });
    return { weight, data };
  });
}

function checkFits(
  caller: string,
  name: string,
  { shape: wanted }: { readonly shape: readonly (number | null)[] },
  { shape, name: stored }: Omit<KerasTensor, 'data'>,
): void {
  const fits = wanted.length === shape.length && wanted.every((size, axis) => size === shape[axis]);
  const theano = !fits && wanted.length === 4 && [3, 2, 0, 1].every((axis, i) => wanted[axis] === shape[i]);
  check(
    fits,
    `${caller}: ${name} must have the shape that it has in the file, got ${shapeOf({ shape: wanted })} and in the file ${shapeOf({ shape })} (${stored}). ` +
      (theano
        ? "That is Theano's order: take the file of the same weights with tf_kernels in its name."
        : 'Build the model for the input and the sizes that it was trained with; where the file numbers layers otherwise, load by order or rename.'),
  );
}

function shapeOf({ shape }: { readonly shape: readonly (number | null)[] }): string {
  return `[${shape.join(', ')}]`;
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : `${texts.length} (${texts.join(', ')})`;
}
