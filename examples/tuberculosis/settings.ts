import { parseArgs } from 'node:util';

/** How a network is trained. */
export interface Recipe {
  readonly side: number;
  readonly filters: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate of the one cycle. */
  readonly rate: number;
}

export type Settings = ReturnType<typeof readSettings>;

/**
 * What the command line asks for.
 *
 * @throws Error for a knob that there is not, or that is out of range
 */
export function readSettings() {
  const { values: given, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' }, //                folder of images whose names end in _0 or _1; default phantoms
      predict: { type: 'string' }, //             folder of an earlier run: judges the images that follow
      weights: { type: 'string' }, //             Keras weights of the backbone, .h5; default none: trains end to end
      backbone: { type: 'string', default: 'vgg16' }, //  vgg16, resnet50 or inceptionResnetV2
      layer: { type: 'string' }, //               whose features are taken; default the last of the backbone
      pooling: { type: 'string', default: 'average' }, // average, max or flatten
      hidden: { type: 'string', default: '64' }, //       units of the MLP; the reference: 200,120,80,50,20,5
      lungs: { type: 'string' }, //               folder of a model that segments lungs: images are cut to them
      'hold-out-source': { type: 'string' }, //   learns from all other sources and is tested on this one
      size: { type: 'string' }, //                side of what the network sees, in pixels
      filters: { type: 'string' }, //             width of each stage of the residual network
      epochs: { type: 'string' },
      batch: { type: 'string' },
      rate: { type: 'string' }, //                highest learning rate of the one cycle
      folds: { type: 'string', default: '5' }, // parts of the cross-validation, by patient
      fold: { type: 'string' }, //                trains the network of this one alone, counted from 1
      sensitivity: { type: 'string', default: '0.9' }, // share of the ill that the threshold is to find
      patients: { type: 'string', default: '400' }, //    number of phantoms' patients, with two images each
      seed: { type: 'string', default: '0' }, //          same seed, same numbers
      target: { type: 'string' }, //              AUC below it exits 1; 0.95 on phantoms, 0.88 on --data
      out: { type: 'string', default: 'out/diagnose-tuberculosis' },
    },
  });
  const onPhantoms = given.data === undefined;
  const endToEnd = given.weights === undefined;
  // A network on images of people has to learn from few of them for long; phantoms are as many as one likes.
  const fitting = onPhantoms
    ? { size: '64', filters: '16,32,64', epochs: '11', batch: '8', rate: '0.01', target: '0.95' }
    : { size: '128', filters: '32,64,96,128', epochs: '60', batch: '16', rate: '0.003', target: '0.88' };
  const side = given.backbone === 'inceptionResnetV2' ? '299' : '224';
  const knobs = {
    ...fitting,
    ...(endToEnd ? {} : { size: side, epochs: '60', target: '0' }),
    ...(given['hold-out-source'] === undefined ? {} : { target: '0' }), // nobody can promise one elsewhere
    ...given,
  };

  const integer = (name: Extract<keyof typeof knobs, string>, min: number, max = Infinity): number => {
    const value = Number(knobs[name]);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    const upTo = max < Infinity ? ` and at most ${max}` : '';
    throw new Error(`--${name} must be an integer of at least ${min}${upTo}, got ${knobs[name]}.`);
  };
  const folds = integer('folds', 2);
  const recipe: Recipe = {
    side: integer('size', 8),
    filters: knobs.filters.split(',').map(Number),
    epochs: integer('epochs', 1),
    batchSize: integer('batch', 1),
    rate: Number(knobs.rate),
  };
  return {
    ...knobs,
    images: positionals,
    onPhantoms,
    endToEnd,
    recipe,
    folds,
    fold: knobs.fold === undefined ? undefined : integer('fold', 1, folds),
    patients: integer('patients', 2 * folds),
    seed: integer('seed', 0),
    sensitivity: Number(knobs.sensitivity),
    target: Number(knobs.target),
  };
}

/** The one of several that a knob names. */
export function choice<Value>(knob: string, name: string, of: Readonly<Record<string, Value>>): Value {
  if (Object.hasOwn(of, name)) return of[name]!;
  throw new Error(`--${knob} must be ${Object.keys(of).join(' or ')}, got ${name}.`);
}
