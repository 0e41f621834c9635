import { check } from '../core/check';
import { activations, layerRules, type Circumstances, type Config, type KerasObject } from './layer-configs';
import { fromKeras1 } from './keras-1';

/** What a layer becomes: what `tf.loadLayersModel` reads. */
export interface TranslatedLayer {
  readonly class_name: string;
  readonly config: Config;
}

/** Where a translation takes place. */
export interface Translation {
  readonly caller: string;
  /** Of Keras: `2.1.5`. */
  readonly version: string;
  /** How many axes the input of a batch normalisation has, by its name: of those whose axis is not the last. */
  readonly ranks?: ReadonlyMap<string, number> | undefined;
}

/** A part of a configuration in a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return text?.slice(0, 60) ?? 'nothing';
}

/** Reads what is called `class_name` and `config`. */
export function kerasObject({ caller }: Translation, value: unknown): KerasObject {
  const { class_name, config, module, registered_name } = (value ?? {}) as Record<string, unknown>;
  check(
    typeof class_name === 'string' && typeof config === 'object' && config !== null,
    `${caller}: a layer of the configuration must have class_name and config, got ${shown(value)}. The file is damaged.`,
  );
  return {
    class_name,
    config: config as Config,
    module: typeof module === 'string' ? module : undefined,
    registered_name: typeof registered_name === 'string' ? registered_name : undefined,
  };
}

/**
 * A layer of Keras in the words of TensorFlow.js.
 *
 * @throws RangeError when there is no such layer there, or it would predict something else
 */
export function translateLayer(translation: Translation, layer: KerasObject): TranslatedLayer {
  const { caller, version } = translation;
  const major = Number.parseInt(version, 10);
  const { class_name: name, config: given } = major === 1 ? fromKeras1(caller, layer) : layer;
  const refuse = (what: string, remedy = rebuild): never => {
    throw new RangeError(
      `${caller}: layers must predict in TensorFlow.js what they predict in Keras, got ${name}${what} ("${String(given.name)}"). ${remedy}`,
    );
  };
  if (name === 'Lambda')
    return refuse(', which holds Python code that is never run', `A factor is a Rescaling layer. ${rebuild}`);
  // Functions of keras.ops and of TensorFlow have names of classes too.
  const own = layer.module === undefined || /^keras(\.src)?\.(layers|engine)\b/.test(layer.module);
  const custom = layer.registered_name?.includes('>') === true;
  if (
    !own ||
    custom ||
    (!Object.hasOwn(layerRules, name) && !wrappers.includes(name) && name !== 'InputLayer')
  )
    return refuse(
      custom || !own ? ", which is none of Keras's own" : ', which is not there or has not been compared',
    );

  const circumstances: Circumstances = {
    major,
    oldGrid: major < 3 && !version.includes('tf') && Number(version.split('.')[1] ?? 0) < 4,
    refuse,
  };
  const config = plainConfig(given, circumstances);
  if (name === 'InputLayer') return { class_name: name, config: inputConfig(given) };
  if (wrappers.includes(name)) {
    const inner = translateLayer(translation, kerasObject(translation, given.layer));
    return { class_name: name, config: { ...config, layer: inner } };
  }
  const { class_name = name, ...translated } = layerRules[name]!(config, circumstances);
  return { class_name, config: translated };
}

const wrappers = ['Bidirectional', 'TimeDistributed'];

const rebuild = 'Build the model with layers that are there and load the weights into it (loadKerasWeights).';

function inputConfig({ batch_shape: shape, batch_input_shape: older, dtype, name }: Config): Config {
  return {
    batch_input_shape: shape ?? older,
    dtype: typeof dtype === 'string' && dtype.startsWith('int') ? 'int32' : 'float32',
    sparse: false,
    name,
  };
}

/** What every configuration has: precisions, initializers, regularizers, constraints, activations. */
function plainConfig(config: Config, { major, refuse }: Circumstances): Config {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    // Mixed precision and halves are computed as floats, what training alone needs is dropped, and a fixed seed would
    // give the same mask at every step.
    if (['dtype', 'activity_regularizer', 'seed', 'backward_layer', 'layer'].includes(key)) continue;
    if (key.endsWith('_initializer')) {
      // The weights come from the file: no time is spent on drawing others.
      plain[key] = { class_name: 'Zeros', config: {} };
    } else if (key.endsWith('_regularizer')) {
      plain[key] = regularizer(value);
    } else if (key.endsWith('_constraint')) {
      plain[key] = constraint(value);
    } else if (key === 'activation' || key === 'recurrent_activation') {
      plain[key] = activation(value, major, refuse);
    } else {
      plain[key] = unwrapped(value);
    }
  }
  return plain;
}

function activation(value: unknown, major: number, refuse: (what: string) => never): string {
  const {
    class_name: className,
    config,
    registered_name: registered,
  } = (value ?? {}) as Record<string, unknown>;
  const name =
    value === null ? 'linear' : className === 'function' ? (config ?? registered) : (className ?? value);
  // The hard sigmoid of Keras 3 is steeper at another place: relu6(x + 3) / 6.
  if (
    typeof name !== 'string' ||
    !Object.hasOwn(activations, name) ||
    (name === 'hard_sigmoid' && major >= 3)
  )
    return refuse(` with the activation ${typeof name === 'string' ? name : JSON.stringify(name)}`);
  return activations[name]!;
}

function regularizer(value: unknown): unknown {
  const { class_name: name, config = {} } = (value ?? {}) as { class_name?: string; config?: Config };
  if (!['L1', 'L2', 'L1L2'].includes(name ?? '')) return null;
  const { l1 = 0, l2 = 0 } = unwrapped(config) as Config;
  return { class_name: 'L1L2', config: { l1, l2 } };
}

function constraint(value: unknown): unknown {
  const { class_name: name, config = {} } = (value ?? {}) as { class_name?: string; config?: Config };
  const known = ['MaxNorm', 'MinMaxNorm', 'NonNeg', 'UnitNorm'].includes(name ?? '');
  return known ? { class_name: name, config: unwrapped(config) } : null;
}

/** Numbers that came from NumPy are wrapped by some versions. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== 'object' || value === null) return value;
  const { type, class_name: name, value: bare, config } = value as Record<string, unknown>;
  if (type === 'ndarray') return bare;
  if (name === '__numpy__') return (config as Config).value;
  if (name === '__tuple__') return unwrapped((value as { items?: unknown }).items);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]));
}
