import * as tf from '@tensorflow/tfjs-core';
import { input, model as createModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { read } from '../read';
import reference from '../reference/blocks.json';

interface Told {
  shape: number[];
  values: number[];
  /** Missing where nothing trains. */
  gradient: number[] | null;
}

/** One answer of PyTorch: see test/reference/blocks.py. */
interface Row {
  block: string;
  args: object;
  inputs: Told[];
  weights: Record<string, Told>;
  output: { shape: number[]; values: number[] };
  cotangent: number[];
}

const rows: Row[] = reference.rows;

/**
 * Values and gradients, by every input and every weight, as PyTorch has them, with sizes known and open. `make` takes
 * the arguments of a row and gives the block, applied to all of its inputs.
 */
export function testAgainstPyTorch(
  name: string,
  make: (args: never) => (inputs: SymbolicTensor[], name: string) => SymbolicTensor,
): void {
  const mine = rows.filter(({ block }) => block === name);
  const cases = mine.flatMap((row) =>
    [false, true].map((open) => ({
      row,
      open,
      title: `${JSON.stringify(row.args)} of ${row.inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(', ')}`,
    })),
  );

  describe(`${name} against PyTorch`, () => {
    it('is in the reference', () => {
      expect(mine.length).toBeGreaterThan(0);
    });

    onEachBackend((tolerance) => {
      it.each(cases)('agrees in value and gradients, sizes open: $open, $title', async ({ row, open }) => {
        const model = build(row, open);
        const outer = model.outputs[0]!.shape.slice(1);
        expect(outer).toEqual(
          row.output.shape.slice(1).map((size, axis) => (open && axis < 2 ? null : size)),
        );

        const inputs = row.inputs.map(tensorOf);
        const run = (xs: tf.Tensor[]): tf.Tensor => model.apply(xs.length > 1 ? xs : xs[0]!) as tf.Tensor;
        expectClose(await read(() => run(inputs)), row.output.values, tolerance);

        const cotangent = tf.tensor(row.cotangent, row.output.shape);
        const objective = (xs: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(run(xs), cotangent));
        const byInput = tf.grads((...xs: tf.Tensor[]) => objective(xs))(inputs);
        for (const [i, { gradient }] of row.inputs.entries())
          expectClose(await byInput[i]!.data(), gradient!, tolerance);
        const variables = model.trainableWeights.map((weight) => weight.read() as unknown as tf.Variable);
        if (variables.length) {
          const { value, grads } = tf.variableGrads(() => objective(inputs), variables);
          for (const [i, { originalName }] of model.trainableWeights.entries())
            expectClose(
              await grads[variables[i]!.name]!.data(),
              row.weights[originalName]!.gradient!,
              tolerance,
            );
          tf.dispose([value, grads]);
        }
        tf.dispose(byInput);
        tf.dispose([inputs, cotangent]);
        model.dispose();
      });
    });
  });

  function build(row: Row, open: boolean): LayersModel {
    const inputs = row.inputs.map(({ shape }) =>
      input({ shape: open ? [null, null, shape[3]!] : shape.slice(1) }),
    );
    const outputs = make(row.args as never)(inputs, 'piece');
    const model = createModel({ inputs, outputs });
    expect(model.weights.map(({ originalName }) => originalName).sort()).toEqual(
      Object.keys(row.weights).sort(),
    );
    tf.tidy(() =>
      model.setWeights(model.weights.map(({ originalName }) => tensorOf(row.weights[originalName]!))),
    );
    return model;
  }
}

function tensorOf({ values, shape }: Told): tf.Tensor {
  return tf.tensor(values, shape);
}

/** Every value within `tolerance` of the largest expected one. */
function expectClose(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThanOrEqual(tolerance * largest);
}
