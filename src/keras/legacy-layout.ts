import { check } from '../core/check';
import type { Hdf5 } from './hdf5';
import type { KerasLayer } from './keras-layer';

/**
 * The layers of a file with `layer_names`: each has a group, and in it the tensors that the `weight_names` of the group
 * tell, in this order. So wrote Keras 1 and 2, and so writes Keras 3 to `.h5`.
 */
export function readLegacyLayers(caller: string, file: Hdf5, root: string): KerasLayer[] {
  const below = root === '/' ? '' : root;
  return file.texts(root, 'layer_names')!.flatMap((name) => {
    const group = `${below}/${name}`;
    const names = file.texts(group, 'weight_names');
    check(
      names !== undefined,
      `${caller}: every layer of the file must have a group with weight_names, got none for ${name}. It is damaged.`,
    );
    const weights = names.map((weight) => ({ name: weight, ...file.tensor(`${group}/${weight}`) }));
    return weights.length > 0 ? [{ name, place: undefined, weights }] : [];
  });
}
