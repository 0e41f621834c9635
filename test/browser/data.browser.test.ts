import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { seededData, type SeededData } from './seeded-data';

const node = inject('seededData');
let here: SeededData;
beforeAll(async () => {
  await tf.setBackend('cpu');
  here = await seededData();
});

/** The largest difference, infinite where the lengths differ. */
function distance(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
}

describe('what a seed makes here and in Node', () => {
  it('is the same stream of numbers', () => {
    // Normal numbers come from Math.log and Math.cos, whose last bit is left to the engine.
    expect(distance(here.draws, node.draws)).toBeLessThan(1e-12);
    expect(here.draws.slice(0, 40)).toEqual(node.draws.slice(0, 40));
  });

  it('is the same phantom to a grey level, with the same mask', () => {
    expect(distance(here.phantom, node.phantom)).toBeLessThanOrEqual(1);
    expect(here.mask).toEqual(node.mask);
  });

  it('is the same batches in the same order, to a grey level', () => {
    expect(here.names).toEqual(node.names);
    expect(distance(here.batches, node.batches)).toBeLessThanOrEqual(1 / 127 + 1e-6);
  });
});
