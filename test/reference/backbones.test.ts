import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { inceptionResnetV2, resnet50, vgg16, type BackboneArgs } from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { artifactsOf } from '../battery';
import reference from './backbones.json';

// Here and not in test/models, because it takes seconds: pages would run it too.

/** Uniform in [-1, 1), as backbones.py draws it. */
function noise(name: string, size: number, scale = 1, offset = 0): Float32Array {
  let seed = 0;
  for (const character of name) seed = (Math.imul(seed, 31) + character.charCodeAt(0)) | 0;
  // A plain loop: there are 54 million of them.
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let h = (Math.imul(i, 0x9e3779b1) + seed) | 0;
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    values[i] = offset + scale * (((h ^ (h >>> 15)) >>> 0) / 2 ** 31 - 1);
  }
  return values;
}

function drawn(name: string, shape: readonly number[]): tf.Tensor {
  const size = tf.util.sizeFromShape([...shape]);
  const [scale, offset] = name.endsWith('/kernel')
    ? [Math.sqrt(6 / (size / shape[3]!)), 0]
    : name.endsWith('/gamma')
      ? [0.5, 1]
      : name.endsWith('/moving_variance')
        ? [1, 2]
        : [0.1, 0];
  return tf.tensor(noise(name, size, scale, offset), [...shape]);
}

function setDrawnWeights(model: LayersModel): void {
  tf.tidy(() =>
    model.setWeights(model.weights.map(({ originalName, shape }) => drawn(originalName, shape as number[]))),
  );
}

describe.each([
  ['vgg16', vgg16],
  ['resnet50', resnet50],
  ['inceptionResnetV2', inceptionResnetV2],
] as const)('%s', (name, build: (args: BackboneArgs) => LayersModel) => {
  const expected = reference[name];

  beforeAll(async () => {
    await tf.setBackend('wasm');
    await tf.ready();
    await installWasmKernels();
  });

  it('gives the features that PyTorch gives with the same weights, saved and loaded too', async () => {
    const before = tf.memory().numTensors;
    const model = build({ inputShape: [null, null, 3], kernelInitializer: 'zeros' });
    setDrawnWeights(model);
    const image = tf.tensor(noise('image', tf.util.sizeFromShape(expected.inputShape)), expected.inputShape);
    const features = await predict(model, image);
    expect(features.shape).toEqual(expected.shape);
    const largest = Math.max(...expected.first);
    const apart = expected.first.map((value, i) => Math.abs(value - features.values[i]!) / largest);
    expect(Math.max(...apart)).toBeLessThan(1e-4);
    const sum = features.values.reduce((a, b) => a + b, 0);
    const sumOfSquares = features.values.reduce((a, b) => a + b * b, 0);
    expect(Math.abs(sum / expected.sum - 1)).toBeLessThan(1e-4);
    expect(Math.abs(sumOfSquares / expected.sumOfSquares - 1)).toBeLessThan(1e-4);

    const loaded = await loadLayersModel(tf.io.fromMemory(await artifactsOf(model)));
    expect(await predict(loaded, image)).toEqual(features);
    loaded.dispose();
    image.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

async function predict(model: LayersModel, image: tf.Tensor): Promise<{ shape: number[]; values: number[] }> {
  const features = model.predict(image) as tf.Tensor;
  const values = Array.from(await features.data());
  features.dispose();
  return { shape: features.shape, values };
}
