import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  loadLayersModel,
  model as createModel,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  createRandom,
  foldBatchNorm,
  freeze,
  inceptionResnetV2,
  residualClassifier,
  resnet50,
  resunet,
  unet,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { artifactsOf, layerNames, weightValues } from '../battery';

type Layer = layers.Layer;
const conv2d = (args: Partial<Parameters<typeof layers.conv2d>[0]> = {}): Layer =>
  layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', name: 'conv', ...args });
const norm = (args: Parameters<typeof layers.batchNormalization>[0] = {}): Layer =>
  layers.batchNormalization({ name: 'norm', ...args });
const relu = (): Layer => layers.activation({ activation: 'relu', name: 'relu' });

/** One layer after another; the weights of all drawn, statistics too. */
function chain(shape: (number | null)[], ...row: Layer[]): LayersModel {
  const x = input({ shape, name: 'image' });
  const y = row.reduce<SymbolicTensor>((h, layer) => layer.apply(h) as SymbolicTensor, x);
  return drawn(createModel({ inputs: x, outputs: y, name: 'chain' }));
}

/** Weights that a fold can get wrong: scales of either sign, statistics far from 0 and 1. */
function drawn(model: LayersModel): LayersModel {
  const random = createRandom(7);
  const between: Readonly<Record<string, [number, number]>> = {
    gamma: [-1.5, 1.5],
    moving_mean: [-2, 2],
    moving_variance: [0.3, 3],
  };
  tf.tidy(() => {
    model.setWeights(
      model.weights.map(({ originalName, shape }) => {
        const size = tf.util.sizeFromShape(shape as number[]);
        const limit = Math.sqrt(6 / Math.max(1, size / (shape.at(-1) ?? 1)));
        const [low, high] = between[originalName.split('/').at(-1)!] ?? [-limit, limit];
        const values = Float32Array.from({ length: size }, () => random.uniform(low, high));
        return tf.tensor(values, shape as number[]);
      }),
    );
  });
  return model;
}

/** What a model gives for one drawn batch, an array an output. */
async function outputs(model: LayersModel, shape: number[]): Promise<Float32Array[]> {
  const x = tf.randomNormal(shape, 0, 1, 'float32', 5);
  const given = [model.predict(x)].flat();
  const values = await Promise.all(given.map(async (y) => Float32Array.from(await y.data())));
  tf.dispose([x, given]);
  return values;
}

/** The largest difference, relative to the largest value. */
function distance(given: readonly Float32Array[], wanted: readonly Float32Array[]): number {
  expect(given.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length));
  return Math.max(
    ...given.map((values, i) => {
      let [apart, scale] = [0, 0];
      values.forEach((value, j) => {
        apart = Math.max(apart, Math.abs(value - wanted[i]![j]!));
        scale = Math.max(scale, Math.abs(wanted[i]![j]!));
      });
      expect(scale).toBeGreaterThan(0);
      return apart / scale;
    }),
  );
}

/** The weights of a model, of their own. */
async function weightsOf(model: LayersModel): Promise<Float32Array[]> {
  return Promise.all(model.getWeights().map(async (weight) => Float32Array.from(await weight.data())));
}

/** Number by number; `toEqual` takes minutes for millions of them. */
function same(given: readonly Float32Array[], wanted: readonly Float32Array[]): boolean {
  return given.every((values, i) => {
    const others = wanted[i]!;
    return values.length === others.length && values.every((value, k) => value === others[k]);
  });
}

/** Folds, compares on a batch, and gives the names of the layers that are gone. */
async function removed(model: LayersModel, shape: number[], tolerance = 1e-5): Promise<string[]> {
  const [before, weights] = [tf.memory().numTensors, await weightsOf(model)];
  const config = JSON.stringify(model.getConfig());
  const wanted = await outputs(model, shape);
  const folded = foldBatchNorm(model);
  // Only what the new model owns has come; nothing is shared or changed.
  expect(tf.memory().numTensors - before).toBe(folded.weights.length);
  const given = await outputs(folded, shape);
  expect(distance(given, wanted)).toBeLessThan(tolerance);
  expect(folded.name).toBe(model.name);
  expect(folded.inputNames).toEqual(model.inputNames);
  expect(folded.outputNames).toEqual(model.outputNames);
  const names = layerNames(folded);
  folded.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(JSON.stringify(model.getConfig())).toBe(config);
  expect(same(await weightsOf(model), weights)).toBe(true);
  expect(same(await outputs(model, shape), wanted)).toBe(true);
  return layerNames(model).filter((name) => !names.includes(name));
}

describe('foldBatchNorm', () => {
  onEachBackend(() => {
    it.each<[string, string[], () => LayersModel, number[]]>([
      ['conv, BN and ReLU', ['conv', 'norm'], () => chain([5, 6, 2], conv2d(), norm(), relu()), [2, 5, 6, 2]],
      [
        'a conv without bias and with steps, relu6 as a layer ReLU',
        ['conv', 'norm'],
        () =>
          chain(
            [null, null, 2],
            conv2d({ useBias: false, strides: 2 }),
            norm(),
            layers.reLU({ maxValue: 6 }),
          ),
        [2, 5, 6, 2],
      ],
      [
        'BN without scale, without offset, and both',
        ['conv', 'norm', 'norm2'],
        () =>
          chain(
            [5, 6, 2],
            conv2d(),
            norm({ scale: false }),
            norm({ center: false, name: 'norm2' }),
            norm({ center: false, scale: false, epsilon: 0.1, name: 'norm3' }),
          ),
        [2, 5, 6, 2],
      ],
      [
        'a depthwise convolution with a multiplier',
        ['depthwise', 'norm'],
        () =>
          chain(
            [5, 6, 2],
            layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, useBias: false, name: 'depthwise' }),
            norm({ axis: 3 }),
            relu(),
          ),
        [2, 5, 6, 2],
      ],
      [
        'a transposed convolution',
        ['up', 'norm'],
        () =>
          chain(
            [3, 4, 2],
            layers.conv2dTranspose({ filters: 3, kernelSize: 2, strides: 2, name: 'up' }),
            norm(),
            relu(),
          ),
        [2, 3, 4, 2],
      ],
      [
        'a convolution in one dimension',
        ['conv1d'],
        () => chain([8, 2], layers.conv1d({ filters: 3, kernelSize: 3, name: 'conv1d' }), norm({ axis: 2 })),
        [2, 8, 2],
      ],
      [
        'a dense layer',
        ['dense', 'norm'],
        () => chain([4], layers.dense({ units: 3, name: 'dense' }), norm(), relu()),
        [5, 4],
      ],
      [
        'a dense layer of sequences',
        ['dense'],
        () => chain([3, 4], layers.dense({ units: 3, name: 'dense' }), norm()),
        [5, 3, 4],
      ],
      [
        'BN, a scale and offset, and a softmax',
        ['conv', 'norm', 'scale'],
        () =>
          chain(
            [5, 6, 2],
            conv2d(),
            norm(),
            layers.rescaling({ scale: 0.3, offset: -0.2, name: 'scale' }),
            layers.activation({ activation: 'softmax', name: 'softmax' }),
          ),
        [2, 5, 6, 2],
      ],
      [
        'a conv with ReLU alone',
        ['conv'],
        () => chain([5, 6, 2], conv2d({ useBias: false }), relu()),
        [2, 5, 6, 2],
      ],
    ])('folds %s', async (_, gone, build, shape) => {
      const model = build();
      expect(await removed(model, shape)).toEqual(gone);
      model.dispose();
    });

    it('folds what its models are made of, and they predict the same', async () => {
      const build = { inputShape: [16, 16, 1], filters: [4, 6, 8], seed: 1 } as const;
      // A residual block has two BN after a convolution: that before its second convolution, with ReLU, and that of the
      // shortcut; its first BN follows a sum or a concatenation. ResUNet has three blocks down, two up, and between
      // them two convolutions, the second with BN and ReLU.
      for (const [model, layersGone] of [
        [resunet(build), 5 * 3 + 2],
        [residualClassifier(build), 3 * 3],
      ] as const) {
        expect(await removed(drawn(model), [2, 16, 16, 1]), model.name).toHaveLength(layersGone);
        model.dispose();
      }
    });
  });

  it.each<[string, () => LayersModel]>([
    [
      'a conv with an activation of its own',
      () => chain([5, 6, 2], conv2d({ activation: 'tanh' }), norm(), relu()),
    ],
    ['a normalisation of rows', () => chain([5, 6, 2], conv2d(), norm({ axis: 1 }))],
    ['a normalisation before the conv', () => chain([5, 6, 2], norm(), conv2d())],
    [
      'channels first',
      () => chain([2, 5, 6], conv2d({ dataFormat: 'channelsFirst' }), norm({ axis: 1 }), relu()),
    ],
    ['a layer that learns its slope', () => chain([5, 6, 2], conv2d(), layers.prelu({ name: 'prelu' }))],
    [
      'a dense layer of sequences, normalised by step',
      () => chain([3, 4], layers.dense({ units: 3, name: 'dense' }), norm({ axis: 1 })),
    ],
    [
      'a conv that two layers take',
      () => {
        const x = input({ shape: [5, 6, 2] });
        const y = conv2d().apply(x) as SymbolicTensor;
        const sum = layers.add().apply([norm().apply(y) as SymbolicTensor, y]) as SymbolicTensor;
        return drawn(createModel({ inputs: x, outputs: sum }));
      },
    ],
    [
      'a conv that one layer takes twice',
      () => {
        const x = input({ shape: [5, 6, 2] });
        const [y, shared] = [conv2d().apply(x) as SymbolicTensor, norm()];
        const twice = [shared.apply(y), shared.apply(y)] as SymbolicTensor[];
        return drawn(createModel({ inputs: x, outputs: layers.add().apply(twice) as SymbolicTensor }));
      },
    ],
    [
      'a conv that gives an output itself',
      () => {
        const x = input({ shape: [5, 6, 2] });
        const y = conv2d().apply(x) as SymbolicTensor;
        return drawn(createModel({ inputs: x, outputs: [y, norm().apply(y) as SymbolicTensor] }));
      },
    ],
    [
      'a conv that is used twice',
      () => {
        const [x, z] = [input({ shape: [5, 6, 2] }), input({ shape: [5, 6, 2] })];
        const shared = conv2d();
        const normal = norm().apply(shared.apply(x)) as SymbolicTensor;
        const sum = layers.add().apply([normal, shared.apply(z) as SymbolicTensor]) as SymbolicTensor;
        return drawn(createModel({ inputs: [x, z], outputs: sum }));
      },
    ],
    [
      'a norm that is used twice',
      () => {
        const x = input({ shape: [5, 6, 2] });
        const shared = norm();
        const normal = shared.apply(conv2d().apply(x)) as SymbolicTensor;
        const second = shared.apply(conv2d({ name: 'conv2', activation: 'relu' }).apply(x)) as SymbolicTensor;
        return drawn(
          createModel({ inputs: x, outputs: layers.add().apply([normal, second]) as SymbolicTensor }),
        );
      },
    ],
    [
      'a norm that was called with words',
      () => {
        const x = input({ shape: [5, 6, 2] });
        return drawn(
          createModel({
            inputs: x,
            outputs: norm().apply(conv2d().apply(x), { training: false }) as SymbolicTensor,
          }),
        );
      },
    ],
  ])('leaves alone %s', async (_, build) => {
    const model = build();
    const before = tf.memory().numTensors;
    const folded = foldBatchNorm(model);
    expect(layerNames(folded)).toEqual(layerNames(model));
    expect(await weightValues(folded)).toEqual(await weightValues(model));
    const xs = model.inputs.map(({ shape }) =>
      tf.randomNormal([2, ...(shape.slice(1) as number[])], 0, 1, 'float32', 5),
    );
    const [wanted, given] = [model, folded].map((one) => [one.predict(xs)].flat());
    wanted!.forEach((y, i) => expect(given![i]!.dataSync()).toEqual(y.dataSync()));
    tf.dispose([xs, wanted!, given!]);
    folded.dispose();
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('gives the folded layer an output where the last of its layers gave one, in a model of two', async () => {
    const x = input({ shape: [5, 6, 2] });
    const hidden = norm().apply(conv2d().apply(x)) as SymbolicTensor;
    const other = relu().apply(
      norm({ name: 'norm2' }).apply(conv2d({ name: 'conv2' }).apply(hidden)),
    ) as SymbolicTensor;
    const model = drawn(createModel({ inputs: x, outputs: [other, hidden] }));
    expect(await removed(model, [2, 5, 6, 2])).toEqual(['conv', 'conv2', 'norm2']);
    model.dispose();
  });

  it('folds inside models inside, used twice too, and in rows of layers', async () => {
    const inner = chain([5, 6, 2], conv2d({ filters: 2 }), norm(), relu());
    const x = input({ shape: [5, 6, 2] });
    const y = inner.apply(inner.apply(x)) as SymbolicTensor;
    const nested = createModel({
      inputs: x,
      outputs: norm({ name: 'after' }).apply(y) as SymbolicTensor,
      name: 'nested',
    });
    expect(await removed(nested, [2, 5, 6, 2])).toEqual([]);
    const row = drawn(
      sequential({
        name: 'row',
        layers: [
          nested,
          conv2d({ name: 'first' }),
          norm({ name: 'second' }),
          layers.flatten({ name: 'flat' }),
        ],
      }),
    );
    const folded = foldBatchNorm(row);
    expect(folded.layers.map((layer) => layer.name)).toEqual(['nested', 'first', 'flat']);
    const inside = (folded.layers[0] as unknown as LayersModel).getLayer('chain') as unknown as LayersModel;
    expect(inside.layers.map((layer) => layer.name)).toEqual(['image', 'relu']);
    folded.dispose();
    expect(await removed(row, [2, 5, 6, 2])).toEqual(['second']);
    const outer = createModel({ inputs: row.inputs, outputs: row.apply(row.inputs) as SymbolicTensor });
    expect(await removed(outer, [2, 5, 6, 2])).toEqual([]);
    row.dispose();
  });

  it('folds the backbones: 53 norms and 33 activations of ResNet50', async () => {
    const model = resnet50({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' });
    await tf.setBackend('wasm');
    const gone = await removed(drawn(model), [1, 32, 32, 3]);
    // Each stage begins with a shortcut of its own: 1 + 16 · 3 + 4 convolutions. After a sum ReLU stays.
    expect(gone.filter((name) => name.endsWith('_bn'))).toHaveLength(53);
    expect(gone.filter((name) => name.endsWith('_relu'))).toHaveLength(1 + 16 * 2);
    expect(gone).toHaveLength(53 + 33);
    model.dispose();
  });

  it('folds the backbones: norms, activations and scales of InceptionResNetV2', async () => {
    const model = inceptionResnetV2({ inputShape: [75, 75, 3], kernelInitializer: 'zeros' });
    await tf.setBackend('wasm');
    const gone = await removed(drawn(model), [1, 75, 75, 3]);
    const count = (pattern: RegExp): number => gone.filter((name) => pattern.test(name)).length;
    // Its 204 convolutions without bias have a norm and ReLU each; the last one takes the name of its output.
    expect(count(/^batch_norm|_bn$/)).toBe(204);
    expect(count(/^activation/)).toBe(203);
    expect(count(/_scale$/)).toBe(40);
    expect(gone).toHaveLength(204 + 203 + 40 + 1);
    model.dispose();
  });

  it('leaves what is frozen, held or drawn for training behind', async () => {
    const model = chain(
      [5, 6, 2],
      conv2d({
        kernelConstraint: { className: 'MaxNorm', config: { maxValue: 0.01 } } as never,
        biasConstraint: 'nonNeg',
        kernelRegularizer: 'l1l2',
      }),
      norm(),
    );
    freeze(model);
    expect(await removed(model, [2, 5, 6, 2])).toEqual(['conv']);
    model.dispose();
  });

  it('gives a model that plain TensorFlow.js saves and loads', async () => {
    const model = drawn(resunet({ inputShape: [null, null, 1], filters: [3, 4], seed: 1 }));
    const folded = foldBatchNorm(model);
    const loaded = await loadLayersModel(tf.io.fromMemory(await artifactsOf(folded)));
    expect(await outputs(loaded, [1, 8, 8, 1])).toEqual(await outputs(folded, [1, 8, 8, 1]));
    for (const one of [model, folded, loaded]) one.dispose();
  });

  it('goes on when the model it came from is gone', async () => {
    const model = drawn(unet({ inputShape: [8, 8, 1], filters: [2, 3], seed: 1 }));
    const wanted = await outputs(model, [1, 8, 8, 1]);
    const folded = foldBatchNorm(model);
    model.dispose();
    expect(distance(await outputs(folded, [1, 8, 8, 1]), wanted)).toBeLessThan(1e-5);
    folded.dispose();
  });

  it('refuses what is no LayersModel, and says what to do', () => {
    expect(() => foldBatchNorm({} as never)).toThrow(
      new TypeError(
        'foldBatchNorm: model must be a LayersModel, got a Object. A GraphModel was folded when it was converted.',
      ),
    );
    expect(() => foldBatchNorm(undefined as never)).toThrow(/must be a LayersModel, got undefined\./);
    expect(() => foldBatchNorm(sequential({ name: 'empty' }))).toThrow(
      new RangeError('foldBatchNorm: model must have layers, got none ("empty"). Add them first.'),
    );
  });

  it('refuses a layer class of one own until it is registered', async () => {
    class Double extends layers.Layer {
      static readonly className = 'DoubleOfFoldTest';
      override computeOutputShape(shape: number[]): number[] {
        return shape;
      }
      override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.mul([x].flat()[0]!, 2);
      }
    }
    const model = chain([5, 6, 2], conv2d(), norm(), new Double({ name: 'double' }), relu());
    expect(() => foldBatchNorm(model)).toThrow(
      new RangeError(
        'foldBatchNorm: layers must be of registered classes, got DoubleOfFoldTest ("double"). ' +
          'Call tf.serialization.registerClass with it.',
      ),
    );
    tf.serialization.registerClass(Double);
    expect(await removed(model, [2, 5, 6, 2])).toEqual(['norm']);
    model.dispose();
  });
});
