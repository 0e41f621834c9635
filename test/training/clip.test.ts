import * as tf from '@tensorflow/tfjs-core';
import { clipByGlobalNorm, clipByValue, type GradientTransform } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import reference from '../reference/optimizers.json';

/** The numbers that a transform makes of these gradients, by name. */
function changed(
  transform: GradientTransform,
  gradients: Readonly<Record<string, readonly number[]>>,
): Record<string, number[]> {
  const given = Object.entries(gradients).map(([name, values]) => [name, tf.tensor1d([...values])] as const);
  const before = tf.memory().numTensors;
  const made = transform(Object.fromEntries(given));
  expect(tf.memory().numTensors - before).toBe(given.length);
  const numbers = Object.entries(made).map(
    ([name, tensor]) => [name, Array.from(tensor.dataSync())] as const,
  );
  tf.dispose([made, given.map(([, tensor]) => tensor)]);
  return Object.fromEntries(numbers);
}

describe('clipping', () => {
  onEachBackend((tolerance) => {
    it.each(reference.clipped)('gives a norm of $before at most one of $norm, as PyTorch does', (row) => {
      const found = changed(clipByGlobalNorm(row.norm), reference.gradients[0]!);
      for (const name of ['kernel', 'bias'] as const)
        found[name]!.forEach((value, i) => expect(Math.abs(value - row[name][i]!)).toBeLessThan(tolerance));
    });

    it('hides no gradient that is not finite', () => {
      const { a, b } = changed(clipByGlobalNorm(1), { a: [1, NaN], b: [2] });
      expect([...a!, ...b!].some(Number.isFinite)).toBe(false);
    });

    it('limits each number to a value', () => {
      expect(changed(clipByValue(0.5), { a: [-3, 0.25], b: [0.75] })).toEqual({ a: [-0.5, 0.25], b: [0.5] });
    });
  });

  it('is a factor for all gradients alike: the longest of them leads', () => {
    // √(3² + 4²) = 5: a norm of 1 is a fifth of it.
    const { a, b } = changed(clipByGlobalNorm(1), { a: [3], b: [0, 4] });
    expect(a![0]).toBeCloseTo(0.6, 6);
    expect(b![1]).toBeCloseTo(0.8, 6);
  });

  it('refuses a norm and a value that are not above 0', () => {
    expect(() => clipByGlobalNorm(0)).toThrow('clipByGlobalNorm: norm must be above 0, got 0.');
    expect(() => clipByValue(NaN)).toThrow('clipByValue: value must be above 0, got NaN.');
  });
});
