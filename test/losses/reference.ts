import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import type { LossFn } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { read } from '../read';
import reference from '../reference/losses.json';

/** One answer of PyTorch: see test/reference/losses.py. */
interface ReferenceLoss {
  loss: string;
  /** What tells this answer from the others of the loss. */
  title: string;
  args: Record<string, unknown> & { fromLogits: boolean };
  value: number;
  gradient: number[];
  truth: () => tf.Tensor;
  /** Logits or probabilities, as `args` has it. */
  given: () => tf.Tensor;
}

const { masks, classes } = reference;

const referenceLosses: ReferenceLoss[] = [masks, classes].flatMap((data) =>
  data.losses.map(({ args, ...row }) => {
    const { weights, ...others }: ReferenceLoss['args'] = args;
    const pixels = [...data.shape.slice(0, -1), 1];
    const truth = row.loss === 'boundaryLoss' ? masks.distances : data.truth;
    return {
      ...row,
      title: JSON.stringify(args),
      args: weights ? { ...others, weights: () => tf.tensor(data.weights, pixels) } : others,
      truth: () => tf.tensor(truth, data.shape),
      given: () => tf.tensor(args.fromLogits ? data.logits : data.probabilities, data.shape),
    };
  }),
);

/** The contract of every loss; `make` without arguments makes it with its defaults. */
export function testLoss(name: string, make: (args?: object) => LossFn): void {
  const rows = referenceLosses.filter(({ loss }) => loss === name);

  describe(name, () => {
    onEachBackend((tolerance) => {
      it.each(rows)('agrees with PyTorch in value and gradient: $title', async (row) => {
        const { args, truth, given, value, gradient } = row;
        expect(await valueOf(make(args), truth(), given())).toBeCloseTo(value, 5);
        expectClose(await gradientOf(make(args), truth(), given()), gradient, tolerance);
      });

      it('leaves no tensor but the one it returns, and of its gradient none but the gradient', () => {
        const { args, truth, given } = rows.at(-1)!;
        const [t, y] = [truth(), given()];
        const before = tf.memory().numTensors;
        const value = make({ fromLogits: args.fromLogits })(t, y);
        expect(value.shape).toEqual([]);
        expect(tf.memory().numTensors).toBe(before + 1);
        value.dispose();
        tf.grad((predicted) => make({ fromLogits: args.fromLogits })(t, predicted))(y).dispose();
        expect(tf.memory().numTensors).toBe(before);
        tf.dispose([t, y]);
      });
    });

    it('is in the reference, from probabilities and from logits', () => {
      expect(new Set(rows.map(({ args }) => args.fromLogits)).size).toBe(2);
    });

    it('is called by its name, so that the history has a key', () => {
      expect(make().name).toBe(name);
    });

    it('refuses other shapes instead of broadcasting them', () => {
      expect(() => make()(tf.ones([1, 2, 2, 1]), tf.ones([1, 2, 2, 2]))).toThrow(
        new RangeError(
          `${name}: yTrue and yPred must have the same shape, got [1, 2, 2, 1] and [1, 2, 2, 2].`,
        ),
      );
    });
  });
}

export async function valueOf(loss: LossFn, truth: tf.Tensor, predicted: tf.Tensor): Promise<number> {
  return (await read(() => loss(truth, predicted)))[0]!;
}

/** The gradient by the prediction. */
export function gradientOf(loss: LossFn, truth: tf.Tensor, predicted: tf.Tensor): Promise<number[]> {
  return read(() => tf.grad((y) => loss(truth, y))(predicted));
}

/** Every value within `tolerance` of the largest expected one. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  const worst = Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThanOrEqual(tolerance * largest);
}

/** The gradient by central differences, for values that stay in (0, 1). */
export async function finiteDifferences(
  loss: LossFn,
  truth: tf.Tensor,
  predicted: tf.Tensor,
  step = 0.01,
): Promise<number[]> {
  const values = Array.from(await predicted.data());
  const at = (i: number, change: number): Promise<number> => {
    const moved = values.map((value, j) => (j === i ? value + change : value));
    return valueOf(loss, truth, tf.tensor(moved, predicted.shape));
  };
  return Promise.all(values.map(async (_, i) => ((await at(i, step)) - (await at(i, -step))) / (2 * step)));
}
