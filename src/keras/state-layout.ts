import { check } from '../core/check';
import type { Hdf5 } from './hdf5';
import type { KerasLayer, KerasTensor } from './keras-layer';

/**
 * The layers of a `.weights.h5` file: `layers/conv2d_1/vars/0` is the first weight of the second convolution. Keras 3
 * counts layers of a kind instead of calling them by their names; newer versions note the name beside, in an attribute
 * of `vars`. Layers in models have groups in groups: `layers/functional/layers/conv2d/vars/0`.
 *
 * @param config of the model, which tells the names and the order where the file does not
 */
export function readStateLayers(
  caller: string,
  file: Hdf5,
  config: Readonly<Record<string, unknown>> | undefined,
): KerasLayer[] {
  const placed = config && namesOf(config);
  const found: { layer: KerasLayer; order: number }[] = [];
  let groups = 0;

  const walk = (group: string, place: string, name: string): void => {
    // Files of Keras 2.13 have another word for it.
    const inside = ['layers', '_layer_checkpoint_dependencies'].find(
      (word) => file.names(`${group}/${word}`).length > 0,
    );
    if (inside !== undefined) {
      for (const entry of naturally(file.names(`${group}/${inside}`))) {
        // A group may hold itself.
        check(
          ++groups <= 100_000,
          `${caller}: groups must not be endless, got more than 100000. It is damaged.`,
        );
        const path = `${group}/${inside}/${entry}`;
        const at = place === '' ? entry : `${place}/${entry}`;
        check(
          at.length < 1_000,
          `${caller}: models in models must end, got ${at.slice(0, 60)}… It is damaged.`,
        );
        const own =
          file.texts(`${path}/vars`, 'name')?.[0] ?? placed?.get(at)?.name.split('/').at(-1) ?? entry;
        walk(path, at, name === '' ? own : `${name}/${own}`);
      }
      return;
    }
    if (place === '') return;
    const weights = ownWeights(file, group);
    const known = placed?.get(place);
    if (weights.length > 0)
      found.push({ layer: { name: known?.name ?? name, place, weights }, order: known?.order ?? Infinity });
  };
  walk('', '', '');
  // Stable, so what the configuration does not know stays as it was.
  return found.sort((a, b) => (a.order === b.order ? 0 : a.order - b.order)).map(({ layer }) => layer);
}

/** The weights of a layer, and of the cells and layers that it wraps. */
function ownWeights(file: Hdf5, group: string, prefix = ''): KerasTensor[] {
  const own = naturally(file.names(`${group}/vars`)).map((name) => ({
    name: `${prefix}${name}`,
    ...file.tensor(`${group}/vars/${name}`),
  }));
  const parts = file
    .names(group)
    // The state of a random generator is no weight.
    .filter((part) => part !== 'vars' && part !== 'seed_generator')
    // As TensorFlow.js and older files of Keras have them.
    .sort((a, b) => Number(b.startsWith('forward')) - Number(a.startsWith('forward')));
  if (prefix.split('/').length > 4) return own;
  return [...own, ...parts.flatMap((part) => ownWeights(file, `${group}/${part}`, `${prefix}${part}/`))];
}

function naturally(names: readonly string[]): string[] {
  const numbers = (name: string): string => name.replace(/\d+$/, (digits) => digits.padStart(9, '0'));
  return [...names].sort((a, b) => (numbers(a) < numbers(b) ? -1 : 1));
}

interface Place {
  readonly name: string;
  readonly order: number;
}

/** Names and order of all layers by their places, as Keras 3 counts them. */
function namesOf(config: Readonly<Record<string, unknown>>): Map<string, Place> {
  const places = new Map<string, Place>();
  const visit = (model: unknown, place: string, name: string): void => {
    const count = counter();
    for (const layer of layersOf(model)) {
      const { class_name: className, config: own } = layer as {
        class_name?: unknown;
        config?: { name?: unknown };
      };
      const entry = count(String(className));
      const at = place === '' ? entry : `${place}/${entry}`;
      const called = name === '' ? String(own?.name) : `${name}/${String(own?.name)}`;
      places.set(at, { name: called, order: places.size });
      visit(layer, at, called);
    }
  };
  visit(config, '', '');
  return places;
}

function layersOf(model: unknown): unknown[] {
  const inside = (model as { config?: { layers?: unknown } } | null)?.config?.layers;
  return Array.isArray(inside) ? inside.filter((layer) => typeof layer === 'object' && layer !== null) : [];
}

/** Names by class and number: `conv2d`, `conv2d_1`, `batch_normalization`, … */
export function counter(): (className: string) => string {
  const seen = new Map<string, number>();
  return (className) => {
    // The rule of Keras: https://github.com/keras-team/keras/blob/v3.0.0/keras/utils/naming.py
    const kind = className
      .replace(/\W+/g, '')
      .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase();
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  };
}
