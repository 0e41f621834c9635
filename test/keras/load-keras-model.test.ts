import '@tensorflow/tfjs-backend-cpu';
import { loadKerasModel } from 'hilum/keras';
import { expect, test } from 'vitest';
import { differences } from './predict';
import { kerasFile, reference } from './reference';

test.each([
  'unet, Keras 3, .keras',
  'unet, Keras 3, .h5',
  'unet, Keras 2.15, .keras',
  'unet, tf.keras 2.15, .h5',
  'unet, Keras 2.1.5, .h5',
  'unet, Keras 1.2.2, .h5',
])('%s predicts what Keras predicts', async (name) => {
  const model = await loadKerasModel(kerasFile(name));
  expect(Math.max(...differences(model, reference.cases.unet!))).toBeLessThan(1e-6);
});

test('images with channels first, and batch normalisation over them', async () => {
  const model = await loadKerasModel(kerasFile('channels first, Keras 2.1.5, .h5'));
  expect(Math.max(...differences(model, reference.cases['channels first']!))).toBeLessThan(1e-6);
});

test('masks are heeded', async () => {
  const model = await loadKerasModel(kerasFile('masked'));
  expect(Math.max(...differences(model, reference.cases.masked!))).toBeLessThan(1e-6);
});

test.each(['nested, Keras 3, .keras', 'nested, Keras 3, .h5'])(
  '%s, with models in the model',
  async (name) => {
    const model = await loadKerasModel(kerasFile(name));
    expect(Math.max(...differences(model, reference.cases.nested!))).toBeLessThan(1e-6);
  },
);

test('every layer in the table predicts what it predicts in Keras', async () => {
  const model = await loadKerasModel(kerasFile('every layer'));
  const { names, ...numbers } = reference.cases['every layer']!;
  const wrong = differences(model, numbers)
    .map((d, i) => [names![i], d] as const)
    .filter(([, d]) => !(d < 2e-6));
  expect(wrong).toEqual([]);
});
test.each(['float16', 'bfloat16', 'mixed_float16'])('weights in %s become floats', async (dtype) => {
  const model = await loadKerasModel(kerasFile(`${dtype}, Keras 3, .keras`));
  expect(Math.max(...differences(model, reference.cases[dtype]!))).toBeLessThan(1e-6);
});
