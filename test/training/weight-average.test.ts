import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  batches,
  bestWeights,
  checkpoints,
  memoryStore,
  modelOf,
  train,
  weightAverage,
  type EpochBegin,
  type TrainArgs,
  type TrainCallback,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { weightValues } from '../battery';
import { onEachBackend } from '../backends';
import { halves, meanSquare, tinyModel } from './tiny';

const build = () => tinyModel({ norm: true });
const data = batches({ items: [1, 2, 3, 4, 5, 6], load: halves, batchSize: 2 });
const validation = batches({ items: [7, 8], load: halves });
const args = { data, validation, epochs: 2, loss: meanSquare };

/** Runs it with an optimizer that is disposed of. */
async function run(model: ReturnType<typeof build>, more: Partial<TrainArgs>) {
  const optimizer = adamW({ learningRate: 0.05 });
  try {
    return await train(model, { ...args, optimizer, ...more });
  } finally {
    optimizer.dispose();
  }
}

/** The weights at each kind of event. */
function watcher() {
  const seen: Record<'begun' | 'steps' | 'ended', number[][][]> = { begun: [], steps: [], ended: [] };
  const note =
    (list: number[][][]) =>
    async ({ training }: EpochBegin): Promise<void> =>
      void list.push(await weightValues(training.model));
  const callback: TrainCallback = {
    onEpochBegin: note(seen.begun),
    onStep: note(seen.steps),
    onEpochEnd: note(seen.ended),
  };
  return { seen, callback };
}

describe('weightAverage', () => {
  onEachBackend((tolerance) => {
    it('shows the average of all weights after an epoch, and goes on with the weights themselves', async () => {
      const { seen, callback } = watcher();
      const model = build();
      const first = await weightValues(model);
      await run(model, { callbacks: [weightAverage({ decay: 0.3 }), callback] });

      const plain = watcher();
      await run(build(), { callbacks: [plain.callback] });
      expect(seen.steps).toEqual(plain.seen.steps);
      expect(seen.begun).toEqual(plain.seen.begun);

      // By hand: d is 1/10, 2/11, 3/12, and 0.3 from then on, since 4/13 is more.
      let average = first;
      for (const [n, weights] of seen.steps.entries()) {
        const d = [0.1, 2 / 11, 0.25][n] ?? 0.3;
        average = average.map((values, i) => values.map((value, j) => d * value + (1 - d) * weights[i]![j]!));
        if (n % 3 !== 2) continue;
        const shown = seen.ended[(n - 2) / 3]!;
        shown.forEach((values, i) =>
          values.forEach((value, j) => expect(Math.abs(value - average[i]![j]!)).toBeLessThan(tolerance)),
        );
      }
      // Running statistics are among them, and are no longer those of the model.
      const statistics = model.weights.findIndex(({ originalName }) => originalName.includes('moving_mean'));
      expect(seen.ended[1]![statistics]).not.toEqual(seen.steps[5]![statistics]);
      expect(await weightValues(model)).toEqual(seen.ended[1]);
      model.dispose();
    });

    it('leaves no tensor behind, after an error neither', async () => {
      const model = build();
      await run(model, { callbacks: [weightAverage()] });
      const before = tf.memory().numTensors;
      await run(model, { callbacks: [weightAverage()] });
      const fails: TrainCallback = {
        onStep: () => {
          throw new Error('planted');
        },
      };
      await expect(run(model, { callbacks: [weightAverage(), fails] })).rejects.toThrow('planted');
      expect(tf.memory().numTensors).toBe(before);
      model.dispose();
    });
  });

  it('makes val_loss and bestWeights those of the average, wherever it stands in the list', async () => {
    const ends = async (callbacks: TrainCallback[]) => {
      const model = build();
      const { history } = await run(model, { epochs: 3, callbacks });
      return { history, weights: await weightValues(model) };
    };
    const average = () => weightAverage({ decay: 0.9 });
    const before = await ends([average(), bestWeights()]);
    expect(await ends([bestWeights(), average()])).toEqual(before);
    const without = await ends([bestWeights()]);
    expect(without.history.loss).toEqual(before.history.loss);
    expect(without.history.val_loss).not.toEqual(before.history.val_loss);
  });

  it('is left in the model of a run that was aborted or failed, best weights wherever they stand', async () => {
    for (const failing of [false, true]) {
      const ends = async (callbacks: TrainCallback[]) => {
        const controller = new AbortController();
        let step = 0;
        const stops: TrainCallback = {
          onStep: () => {
            if (++step < 5) return;
            if (failing) throw new Error('planted');
            controller.abort();
          },
        };
        const model = build();
        const running = run(model, { callbacks: [...callbacks, stops], signal: controller.signal });
        if (failing) await expect(running).rejects.toThrow('planted');
        else await running;
        return weightValues(model);
      };
      const { seen, callback } = watcher();
      const average = await ends([weightAverage({ decay: 0 }), callback]);
      // A decay of 0 is no average at all: the weights of the last step, not those of the epoch before.
      expect(average).toEqual(seen.steps.at(-1));
      const best = await ends([weightAverage(), bestWeights()]);
      expect(await ends([bestWeights(), weightAverage()])).toEqual(best);
    }
  });

  it.each([
    ['between two epochs', 1, 3],
    ['in mid-epoch', 1, 5],
  ])('goes on from a checkpoint to the bit: %s', async (_, everySteps, dies) => {
    const callbacks = () => [weightAverage({ decay: 0.9 }), bestWeights()];
    const settings = { epochs: 3 };
    const whole = build();
    const expected = await run(whole, { ...settings, callbacks: callbacks() });

    const store = memoryStore();
    let steps = 0;
    const crash: TrainCallback = {
      onStep() {
        if (++steps > dies) throw new Error('crashed');
      },
    };
    const saved = () => checkpoints({ store, everySteps });
    const stopped = run(build(), { ...settings, callbacks: [...callbacks(), crash], checkpoints: saved() });
    await expect(stopped).rejects.toThrow('crashed');
    expect(
      (await store.list()).some((name) =>
        name.startsWith(dies === 3 ? 'epoch-00001-step-000000' : 'epoch-00001-step-000002'),
      ),
    ).toBe(true);

    const other = build();
    const found = await run(other, {
      ...settings,
      callbacks: callbacks(),
      checkpoints: saved(),
      resume: true,
    });
    expect(found).toEqual(expected);
    expect(await weightValues(other)).toEqual(await weightValues(whole));
  });

  it('is what a checkpoint after an epoch predicts with', async () => {
    const saved = checkpoints({ store: memoryStore() });
    const model = build();
    await run(model, { callbacks: [weightAverage()], checkpoints: saved });
    const again = await modelOf((await saved.latest())!);
    expect(await weightValues(again)).toEqual(await weightValues(model));
  });

  it('refuses a decay outside its range', () => {
    expect(() => weightAverage({ decay: 1 })).toThrow(
      'weightAverage: decay must be at least 0 and below 1, got 1.',
    );
  });
});
