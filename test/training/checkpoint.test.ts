import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import {
  adamW,
  batches,
  bestWeights,
  checkpoints,
  diceLoss,
  earlyStopping,
  memoryStore,
  modelOf,
  plateau,
  sgd,
  train,
  type TrainArgs,
} from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';
import { weightValues } from '../battery';
import { halves, tinyModel } from './tiny';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const data = batches({ items: [1, 2, 3, 4, 5], load: halves, batchSize: 2, shuffle: true });
const validation = batches({ items: [6, 7], load: halves });

/** Weights, statistics of a batch norm, and a dropout: all that a step can change or draw. */
const model = () => tinyModel({ norm: true, dropout: 0.25 });

const optimizers = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9, true),
  adam: () => tf.train.adam(0.02),
  adamax: () => tf.train.adamax(0.02),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(1),
  adamW: () => adamW({ learningRate: 0.02, weightDecay: 0.1 }),
  'sgd of hilum': () => sgd({ learningRate: 0.1, weightDecay: 0.01 }),
};

const settings = (optimizer: keyof typeof optimizers): TrainArgs => ({
  data,
  validation,
  epochs: 4,
  loss: diceLoss(),
  optimizer: optimizers[optimizer](),
  seed: 3,
});
const steering = () => [plateau({ patience: 1, cooldown: 0 }), earlyStopping({ patience: 9 }), bestWeights()];

describe('a run that goes on from a checkpoint', () => {
  it.each(Object.keys(optimizers) as (keyof typeof optimizers)[])(
    'ends to the bit as the one that was never stopped, with %s',
    async (name) => {
      const whole = model();
      const expected = await train(whole, { ...settings(name), callbacks: steering() });

      const store = memoryStore();
      const half = model();
      await train(half, {
        ...settings(name),
        epochs: 2,
        callbacks: steering(),
        checkpoints: checkpoints({ store }),
      });
      const other = model();
      const found = await train(other, {
        ...settings(name),
        callbacks: steering(),
        checkpoints: checkpoints({ store }),
        resume: true,
      });
      expect(found).toEqual(expected);
      expect(await weightValues(other)).toEqual(await weightValues(whole));
    },
  );

  it('ends to the bit as the other when it was stopped in mid-epoch, with accumulated gradients', async () => {
    const args = { ...settings('adam'), accumulate: 2 };
    const whole = model();
    const expected = await train(whole, { ...args, callbacks: steering() });
    const store = memoryStore();
    let steps = 0;
    const stopped = train(model(), {
      ...settings('adam'),
      accumulate: 2,
      // A crash: nothing runs after it but the clearing up.
      callbacks: [...steering(), { onStep: () => (++steps === 4 ? crash() : undefined) }],
      checkpoints: checkpoints({ store, everySteps: 1 }),
    });
    await expect(stopped).rejects.toThrow('crashed');
    expect((await store.list()).sort().at(-1)).toBe('epoch-00001-step-000001.safetensors');
    const other = model();
    const found = await train(other, {
      ...settings('adam'),
      accumulate: 2,
      callbacks: steering(),
      checkpoints: checkpoints({ store, everySteps: 1 }),
      resume: true,
    });
    expect(found).toEqual(expected);
    expect(await weightValues(other)).toEqual(await weightValues(whole));
  });

  it('does nothing more when it had ended', async () => {
    const store = memoryStore();
    const args = (): TrainArgs => ({
      ...settings('sgd'),
      callbacks: [
        {
          onEpochEnd: ({ training, epoch }) => {
            if (epoch === 1) training.stop('enough');
          },
        },
      ],
      checkpoints: checkpoints({ store }),
      resume: true,
    });
    const first = await train(model(), args());
    expect(first.ended).toBe('enough');
    const again = model();
    expect(await train(again, args())).toEqual(first);
  });

  it('is not begun anew over one that is under way, unless asked', async () => {
    const store = memoryStore();
    const args = { ...settings('sgd'), epochs: 1, checkpoints: checkpoints({ store }) };
    await train(model(), args);
    await expect(train(model(), args)).rejects.toThrow(
      'train: checkpoints must be empty for a new run, got one under way. Pass resume: true to go on with it, or another store.',
    );
  });

  it('leaves a model that it does not fit as it is, and names the weight', async () => {
    const store = memoryStore();
    const args = { ...settings('sgd'), epochs: 2, checkpoints: checkpoints({ store }) };
    await train(model(), args);
    const wider = sequential({
      layers: [layers.conv2d({ inputShape: [6, 6, 1], filters: 4, kernelSize: 3, name: 'tiny_conv' })],
    });
    const before = await weightValues(wider);
    await expect(train(wider, { ...args, resume: true })).rejects.toThrow(
      'train: tiny_conv/kernel of the model and of the checkpoint must have the same shape, got [3, 3, 1, 4] and [3, 3, 1, 3].',
    );
    expect(await weightValues(wider)).toEqual(before);
  });

  it('leaves no tensor behind', async () => {
    const store = memoryStore();
    const [first, second] = [model(), model()];
    const args = { data, validation, loss: diceLoss() };
    const before = tf.memory().numTensors;
    await train(first, { ...args, epochs: 1, checkpoints: checkpoints({ store }) });
    await train(second, { ...args, epochs: 2, checkpoints: checkpoints({ store }), resume: true });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('modelOf', () => {
  it('gives the model of a checkpoint, which predicts what it predicted', async () => {
    const store = memoryStore();
    const saved = checkpoints({ store });
    const trained = model();
    await train(trained, { ...settings('adam'), epochs: 1, checkpoints: saved });
    const again = await modelOf((await saved.latest())!);
    const x = tf.ones([1, 6, 6, 1]);
    const [a, b] = [trained.predict(x) as tf.Tensor, again.predict(x) as tf.Tensor];
    expect(await b.data()).toEqual(await a.data());
    tf.dispose([x, a, b]);
  });

  it('says when there is no model in it', async () => {
    await expect(modelOf({})).rejects.toThrow('modelOf: checkpoint must hold a model, got none.');
  });
});

function crash(): never {
  throw new Error('crashed');
}
