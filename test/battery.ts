import * as tf from '@tensorflow/tfjs-core';
import { input, loadLayersModel, model as createModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { createRandom, type Block } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from './backends';
import { read } from './read';

/** What {@link testModel} expects of a model. */
export interface ModelContract {
  /** Makes the model; twice the same one, weights included. */
  build: () => LayersModel;
  /** Shape of the images or features to try it on, batch included. */
  inputShape: readonly number[];
  outputShape: readonly number[];
  /** Number of all parameters, derived by hand. */
  parameters: number;
  /** Every layer name begins with it. */
  prefix: string;
}

/** What {@link testBlock} expects of a block. */
export interface BlockContract extends Omit<ModelContract, 'build' | 'prefix'> {
  build: () => Block;
}

/** The contract of every block: that of a model which is an input and the block, called `piece`. */
export function testBlock(title: string, { build, ...contract }: BlockContract): void {
  testModel(title, {
    ...contract,
    prefix: 'piece',
    build: () => {
      const x = input({ shape: contract.inputShape.slice(1), name: 'piece_input' });
      return createModel({ inputs: x, outputs: build()(x, 'piece') });
    },
  });
}

/** The contract of every model, on each backend. */
export function testModel(title: string, contract: ModelContract): void {
  const { build, inputShape, outputShape, parameters, prefix } = contract;
  // A block without weights has nothing to learn: two tests are not made for it.
  const itLearns = (name: string, body: () => Promise<void>): void => {
    if (parameters > 0) it(name, body);
  };
  describe(title, () => {
    onEachBackend(() => {
      it(`turns [${inputShape.join(', ')}] into [${outputShape.join(', ')}] with ${parameters} parameters`, async () => {
        const { model, x, dispose } = prepare(contract);
        const y = model.predict(x) as tf.Tensor;
        expect(y.shape).toEqual(outputShape);
        expect((await y.data()).every(Number.isFinite)).toBe(true);
        expect(model.countParams()).toBe(parameters);
        dispose(y);
      });

      it('names its layers by where they are, each once, and so every time', () => {
        const [a, b] = [build(), build()];
        const names = layerNames(a);
        expect(new Set(names).size).toBe(names.length);
        expect(names.filter((name) => !name.startsWith(prefix))).toEqual([]);
        expect(layerNames(b)).toEqual(names);
        expect(weightNames(b)).toEqual(weightNames(a));
        a.dispose();
        b.dispose();
      });

      it('begins with the same weights for the same seed', async () => {
        const [a, b] = [build(), build()];
        expect(await weightValues(b)).toEqual(await weightValues(a));
        a.dispose();
        b.dispose();
      });

      // Without training: a batch norm would take out the bias before it, whose gradient is then truly zero.
      itLearns('gives every weight that trains a gradient', async () => {
        const { model, x, target, dispose } = prepare(contract);
        const loss = (): tf.Scalar => squaredError(target, model.apply(x) as tf.Tensor);
        expect((await gradientSizes(model, loss)).filter(([, size]) => !(size > 0))).toEqual([]);
        dispose();
      });

      it('passes a gradient on to what it is given', async () => {
        const { model, x, target, dispose } = prepare(contract);
        const gradient = tf.grad((image) => squaredError(target, model.apply(image) as tf.Tensor))(x);
        const values = Array.from(await gradient.data());
        expect(values.every(Number.isFinite)).toBe(true);
        expect(values.some((value) => value !== 0)).toBe(true);
        dispose(gradient);
      });

      it('is the same after saving and loading in plain TensorFlow.js', async () => {
        const { model, x, dispose } = prepare(contract);
        const saved = await artifactsOf(model);
        const loaded = await loadLayersModel(tf.io.fromMemory(saved));
        const [before, after] = [model.predict(x) as tf.Tensor, loaded.predict(x) as tf.Tensor];
        expect(await after.data()).toEqual(await before.data());
        expect(layerNames(loaded)).toEqual(layerNames(model));
        expect(weightNames(loaded)).toEqual(weightNames(model));
        loaded.dispose();
        dispose(before, after);
      });

      itLearns('makes the loss smaller in one small step against the gradient', async () => {
        const { model, x, target, dispose } = prepare(contract);
        const loss = (): tf.Scalar => squaredError(target, model.apply(x, { training: true }) as tf.Tensor);
        const now = async (): Promise<number> => (await read(loss))[0]!;
        const before = await now();
        const optimizer = tf.train.sgd(1e-3);
        optimizer.minimize(loss, false, trainable(model));
        optimizer.dispose();
        expect(await now()).toBeLessThan(before);
        dispose();
      });

      it('leaves no tensor behind once it is disposed of', () => {
        const before = tf.memory().numTensors;
        const { model, x, dispose } = prepare(contract);
        const loaded = tf.memory().numTensors;
        tf.dispose(model.predict(x));
        expect(tf.memory().numTensors).toBe(loaded);
        dispose();
        expect(tf.memory().numTensors).toBe(before);
      });
    });
  });
}

interface Prepared {
  model: LayersModel;
  /** Normal values. */
  x: tf.Tensor;
  /** Values in [0, 1) of the output's shape. */
  target: tf.Tensor;
  dispose: (...more: tf.Tensor[]) => void;
}

function prepare({ build, inputShape, outputShape }: ModelContract): Prepared {
  const random = createRandom('battery');
  const values = (shape: readonly number[], draw: () => number): tf.Tensor =>
    tf.tensor(Array.from({ length: tf.util.sizeFromShape([...shape]) }, draw), [...shape]);
  const model = build();
  const x = values(inputShape, () => random.normal());
  const target = values(outputShape, () => random.uniform());
  return {
    model,
    x,
    target,
    dispose: (...more) => {
      tf.dispose([x, target, ...more]);
      model.dispose();
    },
  };
}

function squaredError(target: tf.Tensor, y: tf.Tensor): tf.Scalar {
  return tf.mean(tf.squaredDifference(target, y));
}

/** The largest absolute gradient of each trainable weight. */
async function gradientSizes(
  model: LayersModel,
  loss: () => tf.Scalar,
): Promise<[name: string, size: number][]> {
  const variables = trainable(model);
  const sizes = await read(() => {
    const { grads } = tf.variableGrads(loss, variables);
    return tf.stack(variables.map(({ name }) => tf.max(tf.abs(grads[name]!))));
  });
  return variables.map(({ name }, i) => [name, sizes[i]!]);
}

function trainable(model: LayersModel): tf.Variable[] {
  // The type of read() hides that it is the variable itself.
  return model.trainableWeights.map((weight) => weight.read() as unknown as tf.Variable);
}

export function layerNames(model: LayersModel): string[] {
  return model.layers.map(({ name }) => name);
}

function weightNames(model: LayersModel): string[] {
  return model.weights.map(({ originalName }) => originalName);
}

export async function weightValues(model: LayersModel): Promise<number[][]> {
  return Promise.all(model.getWeights().map(async (weight) => Array.from(await weight.data())));
}

/** What `model.save` hands over, once through text as in a file. */
export async function artifactsOf(model: LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  const { weightData, ...json } = saved!;
  return { ...(JSON.parse(JSON.stringify(json)) as tf.io.ModelArtifacts), weightData: weightData! };
}
