import { describe, expect, test } from 'vitest';
import { isHdf5, readHdf5 } from '../../src/keras/hdf5';
import { kerasFile } from './reference';

const legacy = kerasFile('unet, Keras 2.1.5, .h5');

describe('isHdf5', () => {
  const signature = legacy.subarray(0, 8);

  test('finds the signature at the start and behind 512, 1024, 2048, … bytes of others', () => {
    for (const before of [0, 512, 1024, 4096]) {
      const bytes = new Uint8Array(before + 16);
      bytes.set(signature, before);
      expect(isHdf5(bytes), `${before}`).toBe(true);
    }
  });

  test('is false elsewhere, and of what is too short', () => {
    for (const before of [1, 256, 1536]) {
      const bytes = new Uint8Array(before + 16);
      bytes.set(signature, before);
      expect(isHdf5(bytes), `${before}`).toBe(false);
    }
    expect(isHdf5(signature.subarray(0, 7))).toBe(false);
    expect(isHdf5(new Uint8Array())).toBe(false);
  });
});

describe('readHdf5', () => {
  test('gives names, texts and tensors', async () => {
    await readHdf5('test', legacy, (file) => {
      expect(file.names('/')).toContain('model_weights');
      expect(file.names('/nowhere')).toEqual([]);
      expect(file.names('/model_weights/conv2d_1/conv2d_1/kernel:0')).toEqual([]);
      expect(file.texts('/', 'keras_version')).toEqual(['2.1.5']);
      expect(file.texts('/model_weights', 'layer_names')!.length).toBeGreaterThan(3);
      expect(file.texts('/', 'nothing')).toBeUndefined();
      expect(file.texts('/nowhere', 'nothing')).toBeUndefined();
      const { shape, data } = file.tensor('/model_weights/conv2d_1/conv2d_1/kernel:0');
      expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
      expect(data.some((value) => value !== 0)).toBe(true);
    });
  });

  test('says of a tensor that is none what it is', async () => {
    await expect(readHdf5('test', legacy, (file) => file.tensor('/model_weights'))).rejects.toThrow(
      'test: /model_weights must be a tensor of the file, got group. Save the model again.',
    );
    await expect(readHdf5('test', legacy, (file) => file.tensor('/nowhere'))).rejects.toThrow(
      'test: /nowhere must be a tensor of the file, got none.',
    );
  });

  test('hands on what the reader throws, and opens the next file as if nothing had been', async () => {
    const thrown = new RangeError('of its own');
    const read = readHdf5('test', legacy, () => {
      throw thrown;
    });
    await expect(read).rejects.toBe(thrown);
    expect(await readHdf5('test', legacy, (file) => file.names('/').length)).toBeGreaterThan(0);
  });

  test('leaves no file behind in the memory of h5wasm, and no error handler', async () => {
    const h5wasm = await import('h5wasm');
    const { FS } = await h5wasm.ready;
    const files = () => (FS.readdir('/') as string[]).filter((name) => name.includes('hilum'));
    await readHdf5('test', legacy, () => {
      expect(files()).toHaveLength(1);
    });
    await readHdf5('test', legacy.slice(0, 3000), () => undefined).catch(() => undefined);
    expect(files()).toEqual([]);
  });
});
