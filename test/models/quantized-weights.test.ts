import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { unet, withFloat16Weights, withUint8Weights } from 'hilum';
import { expect, test } from 'vitest';

/** What was saved, and the model that plain TensorFlow.js makes of it. */
async function throughTfjs(quantizing: (handler: tf.io.IOHandler) => tf.io.IOHandler) {
  const model = unet({ inputShape: [16, 16, 1], filters: [4, 8], seed: 1 });
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    quantizing(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
      }),
    ),
  );
  return { model, saved, loaded: await loadLayersModel(tf.io.fromMemory(saved)) };
}

test.each([
  ['float16', withFloat16Weights, 2, 2 ** -11],
  ['uint8', withUint8Weights, 1, 0.5 / 255],
] as const)(
  '%s kernels open in plain TensorFlow.js, each value within half a step',
  async (dtype, wrap, width, half) => {
    const { model, saved, loaded } = await throughTfjs(wrap);
    const sizes = model.weights.map(
      ({ shape }) => [shape.length, shape.reduce<number>((n, size) => n * size!, 1)] as const,
    );
    const bytes = sizes.reduce((sum, [rank, size]) => sum + size * (rank > 1 ? width : 4), 0);
    expect((saved.weightData as ArrayBuffer).byteLength).toBe(bytes);
    expect(new Set(saved.weightSpecs!.map(({ quantization }) => quantization?.dtype))).toEqual(
      new Set([dtype, undefined]),
    );
    model.getWeights().forEach((weight, i) => {
      const [was, is] = [weight.dataSync(), loaded.getWeights()[i]!.dataSync()];
      const range = Math.max(...was) - Math.min(...was);
      was.forEach((x, j) => {
        const step =
          weight.rank === 1 ? 0 : dtype === 'uint8' ? range * half * 1.001 : Math.abs(x) * half + 2 ** -25;
        expect(Math.abs(is[j]! - x)).toBeLessThanOrEqual(step);
      });
    });
  },
);

test('a kernel of one value comes back exactly, one that no half can hold stays a float', async () => {
  const spec = { name: 'a', shape: [1, 2], dtype: 'float32' as const };
  const given = async (data: number[], wrap: typeof withUint8Weights) => {
    let saved: tf.io.ModelArtifacts = {};
    const handler = wrap({
      save: (artifacts) => ((saved = artifacts), Promise.resolve({ modelArtifactsInfo: {} as never })),
    });
    await handler.save!({ weightSpecs: [spec], weightData: [Float32Array.from(data).buffer] });
    return tf.io.decodeWeights(saved.weightData!, saved.weightSpecs!).a!.dataSync();
  };
  expect([...(await given([0.3, 0.3], withUint8Weights))]).toEqual([...Float32Array.of(0.3, 0.3)]);
  expect([...(await given([1e6, 0.1], withFloat16Weights))]).toEqual([...Float32Array.of(1e6, 0.1)]);
});

test('a handler that cannot save is refused', () => {
  expect(() => withUint8Weights({})).toThrow('withUint8Weights: handler must save');
});
