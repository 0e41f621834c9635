import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, loadLayersModel, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { inceptionResnetV2, resnet50, vgg16 } from 'hilum';
import { loadKerasModel, loadKerasWeights, loadKerasWeightsByOrder, readKerasFile } from 'hilum/keras';
import { expect, test } from 'vitest';
import { modelLayers } from '../../src/keras/model-layers';
import { differences } from './predict';
import { kerasFile, reference } from './reference';

const unetFiles = Object.keys(reference.files).filter((name) => name.startsWith('unet, '));

/** The model of the files, with other weights and, if wanted, other names. */
async function built(rename = (name: string) => name): Promise<LayersModel> {
  const model = await loadKerasModel(kerasFile('unet, Keras 2.1.5, .h5'));
  const json = model.toJSON(undefined, false) as unknown as { config: unknown };
  const text = JSON.stringify(json).replace(
    /"(conv2d|batch_normalization)_(?:transpose_)?\d"/g,
    (name) => `"${rename(name.slice(1, -1))}"`,
  );
  model.dispose();
  return loadLayersModel(tf.io.fromMemory({ modelTopology: JSON.parse(text) as object }));
}
const wrong = (model: LayersModel): number => Math.max(...differences(model, reference.cases.unet!));

// Keras 1 has a scale where the model has none.
test.each(unetFiles.filter((name) => !name.includes('1.2.2')))('%s: weights by name', async (name) => {
  const model = await built();
  expect(wrong(model)).toBeGreaterThan(0.01);
  const before = tf.memory().numTensors;
  const report = await loadKerasWeights(model, kerasFile(name));
  expect(tf.memory().numTensors).toBe(before);
  expect(report).toMatchObject({ missing: [], leftOver: [] });
  expect(report.matched).toContain('conv2d_transpose_1/kernel');
  expect(wrong(model)).toBeLessThan(1e-6);
});

test.each(unetFiles.filter((name) => !name.includes('1.2.2')))('%s: weights by order', async (name) => {
  const model = await built((layer) => `my_${layer}`);
  await loadKerasWeightsByOrder(model, kerasFile(name));
  expect(wrong(model)).toBeLessThan(1e-6);
});

test('weights by a function of names, and a file that was read before', async () => {
  const model = await built((layer) => `my_${layer}`);
  const file = await readKerasFile(kerasFile('unet, Keras 2.1.5, save_weights'));
  expect(file).toMatchObject({ version: '1', config: undefined });
  const report = await loadKerasWeights(model, file, {
    rename: (name) => (name === 'conv2d_3' ? undefined : `my_${name}`),
  });
  expect(report.missing).toEqual(['my_conv2d_3/kernel', 'my_conv2d_3/bias']);
  expect(report.leftOver).toEqual(['conv2d_3/kernel', 'conv2d_3/bias']);
});

test('a notop file of Keras 1 loads into vgg16 by name', async () => {
  const backbone = vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' });
  const { matched, missing, leftOver } = await loadKerasWeights(backbone, kerasFile('notop'));
  expect(matched).toEqual(
    ['block1_conv1', 'block1_conv2'].flatMap((name) => [`${name}/kernel`, `${name}/bias`]),
  );
  expect(missing).toHaveLength(22);
  expect(leftOver).toEqual([]);
  expect(tf.max(backbone.getLayer('block1_conv2').getWeights()[0]!).dataSync()[0]).toBe(64);
  backbone.dispose();
});

test.each(['nested, Keras 3, .keras', 'nested, Keras 3, .h5', 'nested, Keras 3, .weights.h5'])(
  '%s: weights find layers in models in models',
  async (name) => {
    const model = await loadKerasModel(kerasFile('nested, Keras 3, .keras'));
    for (const weight of model.weights) weight.write(tf.zeros(weight.shape as number[]));
    const { missing, leftOver } = await loadKerasWeights(model, kerasFile(name));
    expect({ missing, leftOver }).toEqual({ missing: [], leftOver: [] });
    expect(Math.max(...differences(model, reference.cases.nested!))).toBeLessThan(1e-6);
  },
);

test('layers of a model in the file find their place in a flat model', async () => {
  const inner = sequential({
    layers: [
      layers.conv2d({
        inputShape: [6, 6, 2],
        filters: 3,
        kernelSize: 3,
        padding: 'same',
        name: 'inner_conv',
      }),
    ],
  });
  const { matched, leftOver } = await loadKerasWeights(inner, kerasFile('nested, Keras 3, .h5'));
  expect(matched).toEqual(['inner_conv/kernel', 'inner_conv/bias']);
  expect(leftOver).toContain('encoder_a/conv/kernel');
});

test.each([
  ['vgg16', vgg16],
  ['resnet50', resnet50],
  ['inceptionResnetV2', inceptionResnetV2],
] as const)('the layers of %s have the names, shapes and order of Keras', (name, make) => {
  const model = make({ kernelInitializer: 'zeros' });
  const ours = modelLayers(model)
    .filter(({ weights }) => weights.length > 0)
    .map((layer) => [layer.name, layer.weights.map(({ shape }) => shape)]);
  expect(ours).toEqual(reference.orders[name]);
  model.dispose();
});

test('a tensor of another shape is named with both shapes, and nothing has changed', async () => {
  const backbone = vgg16({ inputShape: [32, 32, 1], kernelInitializer: 'zeros' });
  await expect(loadKerasWeights(backbone, kerasFile('notop'))).rejects.toThrow(
    'loadKerasWeights: block1_conv1/kernel must have the shape that it has in the file, got [3, 3, 1, 64] and in the file [3, 3, 3, 64] (block1_conv1_W_1:0).',
  );
  expect(backbone.getWeights().every((weight) => tf.max(weight).dataSync()[0] === 0)).toBe(true);
  backbone.dispose();
});

test('kernels in the order of Theano, other counts and other names are explained', async () => {
  const one = sequential({
    layers: [layers.conv2d({ inputShape: [8, 8, 5], filters: 2, kernelSize: 3, useBias: false, name: 'c' })],
  });
  const theano = {
    version: '1',
    backend: undefined,
    config: undefined,
    layers: [
      {
        name: 'c',
        place: undefined,
        weights: [{ name: 'c_W', shape: [2, 5, 3, 3], data: new Float32Array(90) }],
      },
    ],
  };
  await expect(loadKerasWeights(one, theano)).rejects.toThrow("That is Theano's order: take the file");
  await expect(loadKerasWeights(one, kerasFile('notop'))).rejects.toThrow(
    'a layer of the file must be in the model, got block1_conv1, block1_conv2 in the file and c in the model.',
  );
  await expect(loadKerasWeights(one, kerasFile('notop'), { rename: () => 'c' })).rejects.toThrow(
    'layer c must have as many weights as in the file, got 1 (kernel [3, 3, 5, 2]) and in the file 2 (block1_conv1_W_1:0 [3, 3, 3, 64], block1_conv1_b_1:0 [64]).',
  );
  await expect(loadKerasWeightsByOrder(one, kerasFile('notop'))).rejects.toThrow(
    'the model must have as many layers with weights as the file, got 1 and in the file 2',
  );
});
