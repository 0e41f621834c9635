import { strToU8, zipSync } from 'fflate';
import { readKerasFile } from 'hilum/keras';
import { describe, expect, test } from 'vitest';
import { kerasFile } from './reference';

// What is wrong with bytes that are no such file is in hostile-files.test.ts.
describe('readKerasFile', () => {
  test.each([
    // Made by these versions, or in their words: test/reference/keras_files.py
    ['unet, Keras 2.1.5, .h5', '2.1.5', 'tensorflow', true, undefined],
    ['unet, Keras 2.1.5, save_weights', '1', undefined, false, undefined],
    ['unet, Keras 1.2.2, .h5', '1.2.2', undefined, true, undefined],
    ['unet, Keras 3, .weights.h5', '3', undefined, false, 'batch_normalization'],
    ['notop', '1', undefined, false, undefined],
  ])(
    'tells of %s the version, the backend, whether a model is in it, and places',
    async (name, version, backend, hasModel, place) => {
      const file = await readKerasFile(kerasFile(name));
      expect([file.version, file.backend, file.config !== undefined]).toEqual([version, backend, hasModel]);
      expect(file.layers[0]!.place).toBe(place);
    },
  );

  test('reads the same weights from each file of one model, whatever the layout', async () => {
    const [h5, archive, weights] = await Promise.all(
      ['unet, Keras 3, .h5', 'unet, Keras 3, .keras', 'unet, Keras 3, .weights.h5'].map(async (name) => {
        const { layers } = await readKerasFile(kerasFile(name));
        return Object.fromEntries(
          layers.map((layer) => [layer.name, layer.weights.map(({ shape, data }) => ({ shape, data }))]),
        );
      }),
    );
    expect(Object.keys(h5!).length).toBeGreaterThan(4);
    expect(archive).toEqual(h5);
    expect(weights).toEqual(h5);
  });

  test('reads a view of a larger buffer, and numbers that Python writes and JSON has not', async () => {
    const config = '{"a": NaN, "b": [Infinity, -Infinity], "c": "NaN, so it is"}';
    const archive = zipSync({
      'config.json': strToU8(config),
      'metadata.json': strToU8('{"keras_version": "3.9.2"}'),
      'model.weights.h5': kerasFile('unet, Keras 3, .weights.h5'),
    });
    const larger = new Uint8Array(archive.length + 20);
    larger.set(archive, 7);
    const file = await readKerasFile(larger.subarray(7, 7 + archive.length));
    expect(file.config).toEqual({ a: null, b: [null, null], c: 'NaN, so it is' });
    expect(file.version).toBe('3.9.2');
  });
});
