import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model as createModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { overLastAxis, ranksOfOtherAxes } from '../../src/keras/last-axis';

const norm = (axis: unknown) => ({ class_name: 'BatchNormalization', config: { name: 'bn', axis } });

describe('overLastAxis', () => {
  test.each([
    [1, 4, [2, 3, 1], [3, 1, 2]],
    [-3, 4, [2, 3, 1], [3, 1, 2]],
    [2, 4, [1, 3, 2], [1, 3, 2]],
    [1, 3, [2, 1], [2, 1]],
  ])('moves axis %i of %i to the end and back', (axis, rank, to, from) => {
    expect(overLastAxis(norm(axis), rank)).toEqual([
      { class_name: 'Permute', config: { name: 'bn_to_last', dims: to } },
      norm(-1),
      { class_name: 'Permute', config: { name: 'bn_from_last', dims: from } },
    ]);
    // Permute counts from 1 behind the batch: the way back undoes the way there.
    const shape = [1, ...Array.from({ length: rank - 1 }, (_, i) => i + 2)];
    const there = [0, ...to].map((i) => shape[i]);
    expect(there.at(-1)).toBe(shape[axis < 0 ? axis + rank : axis]);
    expect([0, ...from].map((i) => there[i])).toEqual(shape);
  });

  test('leaves alone what is over the last axis, and other layers', () => {
    expect(overLastAxis(norm(-1), undefined)).toEqual([norm(-1)]);
    expect(overLastAxis({ class_name: 'Dense', config: { name: 'd' } }, 4)).toEqual([
      { class_name: 'Dense', config: { name: 'd' } },
    ]);
  });
});

test('ranksOfOtherAxes finds them in models in models, and none whose axis is the last', () => {
  const normalized = (name: string, axis: number, x: SymbolicTensor) =>
    layers.batchNormalization({ axis, name }).apply(x) as SymbolicTensor;
  const inside = input({ shape: [4, 4, 2] });
  const inner = createModel({ inputs: inside, outputs: normalized('deep', 1, inside), name: 'inner' });
  const x = input({ shape: [4, 4, 2] });
  const first = normalized('last', 3, normalized('minus', -1, normalized('first', 1, x)));
  const flat = layers.reshape({ targetShape: [16, 2] }).apply(inner.apply(first)) as SymbolicTensor;
  const model = createModel({ inputs: x, outputs: normalized('flat', 1, flat) });
  expect([...ranksOfOtherAxes(model)]).toEqual([
    ['first', 4],
    ['inner/deep', 4],
    ['flat', 3],
  ]);
  model.dispose();
});
