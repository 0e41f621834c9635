import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadSafetensors, saveSafetensors, unet } from 'hilum';
import { expect, test } from 'vitest';

const small = (seed: number) => unet({ inputShape: [16, 16, 1], filters: [2, 4], seed });
const valuesOf = (model: ReturnType<typeof small>) =>
  model.getWeights().map((weight) => [...weight.dataSync()]);

test('weights come back from the file to the bit, and no tensor is left behind', async () => {
  const [from, to] = [small(1), small(2)];
  const before = tf.memory().numTensors;
  const report = loadSafetensors(to, await saveSafetensors(from));
  expect(tf.memory().numTensors).toBe(before);
  expect(valuesOf(to)).toEqual(valuesOf(from));
  expect(report).toMatchObject({ missing: [], leftOver: [] });
  expect(report.matched).toContain('unet_encoder1_conv1/kernel');
});

test('what only one side has is reported and left alone', async () => {
  const [from, to] = [small(1), small(2)];
  const old = valuesOf(to)[0];
  const report = loadSafetensors(to, await saveSafetensors(from), {
    rename: (name) => (name === from.weights[0]!.originalName ? undefined : name),
  });
  expect(report.missing).toEqual([to.weights[0]!.originalName]);
  expect(report.leftOver).toEqual([from.weights[0]!.originalName]);
  expect(valuesOf(to)[0]).toEqual(old);
});

test('another shape, no common name and other bytes are errors, and no weight has changed', async () => {
  const from = unet({ inputShape: [16, 16, 1], filters: [3, 4], seed: 1 });
  const to = small(2);
  const old = valuesOf(to);
  const bytes = await saveSafetensors(from);
  expect(() => loadSafetensors(to, bytes)).toThrow(
    'loadSafetensors: unet_encoder1_conv1/kernel and unet_encoder1_conv1/kernel of the file must have the same shape, got [3, 3, 1, 2] and [3, 3, 1, 3].',
  );
  expect(() => loadSafetensors(to, bytes, { rename: () => 'x' })).toThrow(
    'a tensor of the file must be in the model',
  );
  expect(() => loadSafetensors(to, bytes.subarray(0, 500))).toThrow('the file must be whole');
  expect(() => loadSafetensors(to, 'file' as never)).toThrow('bytes must be a Uint8Array, got String');
  expect(valuesOf(to)).toEqual(old);
});
