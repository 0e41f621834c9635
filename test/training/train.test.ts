import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { batches, bestWeights, train, type Batch, type LossFn } from 'hilum';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { halves } from './tiny';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A 3×3 and a 1×1 convolution with batch normalisation between, the same weights each time. */
function tinyModel(): layers.LayersModel {
  const seeded = (seed: number) => layers.initializers.glorotUniform({ seed });
  return layers.sequential({
    layers: [
      layers.layers.conv2d({
        inputShape: [6, 6, 1],
        filters: 3,
        kernelSize: 3,
        padding: 'same',
        kernelInitializer: seeded(1),
      }),
      layers.layers.batchNormalization(),
      layers.layers.conv2d({
        filters: 1,
        kernelSize: 1,
        activation: 'sigmoid',
        kernelInitializer: seeded(2),
        kernelRegularizer: layers.regularizers.l2({ l2: 0.01 }),
      }),
    ],
  });
}

const meanSquare: LossFn = function meanSquare(yTrue, yPred) {
  return tf.mean(tf.squaredDifference(yTrue, yPred));
};
const meanAbsolute: LossFn = function meanAbsolute(yTrue, yPred) {
  return tf.mean(tf.abs(tf.sub(yTrue, yPred)));
};

const data = batches({ items: [1, 2, 3, 4, 5, 6, 7], load: halves, batchSize: 3 });
const validation = batches({ items: [8, 9], load: halves });

/** Everything a dataset gives, as two tensors. */
async function collect(dataset: typeof data): Promise<Batch> {
  const all: Batch[] = [];
  for await (const batch of dataset(0)) all.push(batch);
  return {
    xs: tf.concat(all.map((batch) => batch.xs)),
    ys: tf.concat(all.map((batch) => batch.ys)),
    names: all.flatMap((batch) => batch.names),
  };
}

describe('train', () => {
  let model: layers.LayersModel;
  beforeEach(() => {
    model = tinyModel();
  });

  it('tells how long the steps of an epoch took, and how much of that they waited for batches', async () => {
    const slow: typeof data = async function* (epoch) {
      for await (const batch of data(epoch)) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        yield batch;
      }
    };
    const shares: number[] = [];
    for (const dataset of [slow, data]) {
      await train(model, {
        data: dataset,
        ...{ validation, epochs: 1, loss: meanSquare },
        callbacks: [
          {
            onStep: () => new Promise((resolve) => setTimeout(resolve, 30)), // the work of a step
            onEpochEnd: ({ seconds, stepSeconds, waitedSeconds }) => {
              expect(seconds).toBeGreaterThan(stepSeconds);
              expect(stepSeconds - waitedSeconds).toBeGreaterThan(0.08); // 3 steps
              shares.push(waitedSeconds / stepSeconds);
              if (dataset === slow) expect(waitedSeconds).toBeGreaterThan(0.17);
            },
          },
        ],
      });
    }
    expect(shares[0]).toBeGreaterThan(shares[1]!);
  });

  it('gives the history that fit gives, regularisation and a smaller last batch included', async () => {
    const ours = await train(model, {
      data,
      validation,
      epochs: 3,
      loss: meanSquare,
      metrics: [meanAbsolute],
      optimizer: tf.train.adam(0.01),
    });

    const reference = tinyModel();
    reference.compile({ optimizer: tf.train.adam(0.01), loss: meanSquare, metrics: [meanAbsolute] });
    const trainSet = await collect(data);
    const validationSet = await collect(validation);
    const theirs = await reference.fit(trainSet.xs, trainSet.ys, {
      epochs: 3,
      batchSize: 3,
      shuffle: false,
      validationData: [validationSet.xs, validationSet.ys],
    });

    expect(ours.epoch).toEqual(theirs.epoch);
    for (const key of ['loss', 'meanAbsolute', 'val_meanAbsolute']) {
      theirs.history[key]!.forEach((value, i) => {
        expect(ours.history[key]![i], `${key} of epoch ${i}`).toBeCloseTo(value as number, 5);
      });
    }
    const weights = model.getWeights().map((weight) => weight.dataSync());
    reference.getWeights().forEach((weight, i) => {
      weight.dataSync().forEach((value, j) => expect(weights[i]![j]).toBeCloseTo(value, 5));
    });
  });

  it('learns', async () => {
    const { history } = await train(model, {
      data,
      epochs: 20,
      loss: meanSquare,
      optimizer: tf.train.adam(0.05),
    });
    expect(history.loss!.at(-1)!).toBeLessThan(history.loss![0]! / 3);
  });

  it('gives the same numbers for the same seeds', async () => {
    const run = async (seed: number) => {
      const shuffled = batches({ items: [1, 2, 3, 4, 5], load: halves, batchSize: 2, shuffle: true, seed });
      return (await train(tinyModel(), { data: shuffled, epochs: 2, loss: meanSquare })).history.loss;
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it('leaves no tensor behind when the optimizer is its own', async () => {
    await train(model, { data, epochs: 1, loss: meanSquare, callbacks: [bestWeights({ monitor: 'loss' })] });
    const before = tf.memory().numTensors;
    await train(model, {
      data,
      validation,
      epochs: 2,
      loss: meanSquare,
      metrics: [meanAbsolute],
      callbacks: [bestWeights()],
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('follows a schedule, counted in steps over the whole run', async () => {
    const seen: number[] = [];
    const { history } = await train(model, {
      data,
      epochs: 2,
      loss: meanSquare,
      schedule: (step) => 0.1 / (step + 1),
      callbacks: [{ onStep: ({ training }) => void seen.push(training.learningRate) }],
    });
    expect(seen).toEqual([0.1, 0.05, 0.1 / 3, 0.025, 0.02, 0.1 / 6]);
    expect(history.learningRate).toEqual([0.1 / 3, 0.1 / 6]);
  });

  it('changes the rate of sgd and momentum too, which keep it elsewhere', async () => {
    for (const optimizer of [tf.train.sgd(1), tf.train.momentum(1, 0.9)]) {
      const frozen = tinyModel();
      const before = frozen.trainableWeights.map((weight) => weight.read().dataSync().slice());
      await train(frozen, { data, epochs: 1, loss: meanSquare, optimizer, schedule: () => 0 });
      frozen.trainableWeights.forEach((weight, i) => expect(weight.read().dataSync()).toEqual(before[i]));
    }
  });

  it('ends after the step under way when aborted, and keeps the epochs that were completed', async () => {
    const controller = new AbortController();
    let steps = 0;
    const { epoch, history, ended } = await train(model, {
      data,
      epochs: 5,
      loss: meanSquare,
      signal: controller.signal,
      callbacks: [
        {
          onStep: () => {
            if (++steps === 5) controller.abort();
          },
        },
      ],
    });
    expect(steps).toBe(5);
    expect(epoch).toEqual([0]);
    expect(history.loss).toHaveLength(1);
    expect(ended).toBe('aborted');
  });

  it('tells callbacks the steps of an epoch once it has counted them', async () => {
    const seen: (number | undefined)[] = [];
    const callbacks = [{ onEpochBegin: ({ steps }: { steps: number | undefined }) => void seen.push(steps) }];
    await train(model, { data, epochs: 2, loss: meanSquare, callbacks });
    await train(model, { data, epochs: 1, loss: meanSquare, callbacks, stepsPerEpoch: 3 });
    expect(seen).toEqual([undefined, 3, 3]);
  });

  it('stops at a loss that is not finite, with the epoch, the step and the samples', async () => {
    const broken: LossFn = (yTrue, yPred) => tf.mul(meanSquare(yTrue, yPred), NaN);
    await expect(train(model, { data, epochs: 1, loss: broken })).rejects.toThrow(
      /^train: the loss must stay finite, got NaN in epoch 1, step 1 \(halves-1, halves-2, halves-3\)\./,
    );
  });

  it('refuses a dataset without batches', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await
    async function* nothing(): AsyncGenerator<Batch> {
      yield* [];
    }
    await expect(train(model, { data: nothing, epochs: 1, loss: meanSquare })).rejects.toThrow(
      'train: data must give at least one batch an epoch, got none in epoch 1.',
    );
  });

  it('lets timers run between steps, so that a page or a signal handler is never starved', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await train(model, { data, epochs: 8, loss: meanSquare });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });
});
