import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { fileSystem } from 'hilum/node';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { artifactsOf } from './artifacts';

let folder: string;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-file-system-'));
});
afterEach(() => rm(folder, { recursive: true }));

function smallModel(seed: number): layers.LayersModel {
  const kernelInitializer = layers.initializers.glorotUniform({ seed });
  return layers.sequential({
    layers: [
      layers.layers.conv2d({
        filters: 2,
        kernelSize: 3,
        inputShape: [6, 6, 1],
        kernelInitializer,
        name: `conv${seed}`,
      }),
      layers.layers.batchNormalization({ name: `norm${seed}` }),
      layers.layers.flatten({ name: `flat${seed}` }),
      layers.layers.dense({ units: 3, activation: 'sigmoid', kernelInitializer, name: `dense${seed}` }),
    ],
  });
}

function predict(model: layers.LayersModel): number[] {
  return tf.tidy(() => {
    const x = tf.reshape(tf.linspace(-1, 1, 36), [1, 6, 6, 1]);
    return [...(model.predict(x) as tf.Tensor).dataSync()];
  });
}

const weightFiles = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.bin'));

describe('save and load', () => {
  test('change nothing: the same predictions, names and number of tensors', async () => {
    const model = smallModel(1);
    const before = tf.memory().numTensors;
    const result = await model.save(fileSystem(folder));
    expect(result.modelArtifactsInfo.weightDataBytes).toBe(4 * model.countParams());
    const loaded = await layers.loadLayersModel(fileSystem(folder));
    expect(predict(loaded)).toEqual(predict(model));
    expect(loaded.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  test('leave a folder that plain tfjs opens by http', async () => {
    const model = smallModel(2);
    await model.save(fileSystem(folder));
    const fetchFunc = async (url: RequestInfo | URL): Promise<Response> => {
      const path = (url as string).replace('http://localhost/models/', '');
      return new Response(new Uint8Array(await readFile(join(folder, path))), {
        headers: { 'content-type': path.endsWith('.json') ? 'application/json' : 'application/octet-stream' },
      });
    };
    const loaded = await layers.loadLayersModel(
      tf.io.http('http://localhost/models/model.json', { fetchFunc }),
    );
    expect(predict(loaded)).toEqual(predict(model));
    model.dispose();
    loaded.dispose();
  });

  test('keep the optimizer settings and all that is not known here', async () => {
    const artifacts: tf.io.ModelArtifacts = {
      ...artifactsOf(3),
      generatedBy: 'a test',
      convertedBy: null!,
      trainingConfig: { optimizer_config: { learningRate: 0.1 } } as never,
      userDefinedMetadata: { classes: ['lung'] },
      signature: { inputs: {} },
    };
    await fileSystem(folder).save(artifacts);
    expect(await fileSystem(folder).load()).toEqual(artifacts);
  });

  test('take a model that was compiled, optimizer and all', async () => {
    const model = smallModel(4);
    model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
    await model.trainOnBatch(tf.ones([2, 6, 6, 1]), tf.zeros([2, 3]));
    await model.save(fileSystem(folder), { includeOptimizer: true });
    const loaded = await layers.loadLayersModel(fileSystem(folder));
    expect(loaded.optimizer.getClassName()).toBe('Adam');
    expect(predict(loaded)).toEqual(predict(model));
  });

  test('take the path of the JSON file in the place of the folder', async () => {
    await fileSystem(join(folder, 'best.json')).save(artifactsOf(1));
    await fileSystem(join(folder, 'last.json')).save(artifactsOf(2));
    await fileSystem(join(folder, 'last.json')).save(artifactsOf(1));
    expect((await readdir(folder)).map((name) => name.replace(/[0-9a-f]{16}/, '#')).sort()).toEqual([
      'best-#.bin',
      'best.json',
      'last-#.bin',
      'last.json',
    ]);
    expect((await fileSystem(join(folder, 'best.json')).load()).modelTopology).toEqual({ value: 1 });
  });

  test('read weights in several files and pieces, as other programs write them', async () => {
    await writeFile(join(folder, 'a.bin'), new Uint8Array(new Float32Array([1, 2]).buffer));
    await writeFile(join(folder, 'b.bin'), new Uint8Array(new Float32Array([3]).buffer));
    await writeFile(join(folder, 'c.bin'), Uint8Array.of(7, 8));
    const quantization = { dtype: 'uint8' as const, min: 0, scale: 1 };
    const weightsManifest = [
      { paths: ['a.bin', 'b.bin'], weights: [{ name: 'x', shape: [3], dtype: 'float32' }] },
      { paths: ['c.bin'], weights: [{ name: 'y', shape: [2], dtype: 'float32', quantization }] },
    ];
    await writeFile(join(folder, 'model.json'), JSON.stringify({ modelTopology: {}, weightsManifest }));
    const { weightData, weightSpecs } = await fileSystem(folder).load();
    expect(weightSpecs!.map(({ name }) => name)).toEqual(['x', 'y']);
    expect([...new Float32Array((weightData as ArrayBuffer).slice(0, 12))]).toEqual([1, 2, 3]);
    expect([...new Uint8Array(weightData as ArrayBuffer, 12)]).toEqual([7, 8]);
  });

  test('take weights in pieces', async () => {
    const weightData = [new Float32Array([1]).buffer, new Float32Array([2, 3]).buffer];
    await fileSystem(folder).save({
      ...artifactsOf(1),
      weightSpecs: [{ name: 'w', shape: [3], dtype: 'float32' }],
      weightData,
    });
    const loaded = await fileSystem(folder).load();
    expect([...new Float32Array(loaded.weightData as ArrayBuffer)]).toEqual([1, 2, 3]);
  });
});

describe('saving over an old model', () => {
  test('leaves one file of weights, and not those that a killed save forgot long ago', async () => {
    await fileSystem(folder).save(artifactsOf(1));
    const forgotten = join(folder, 'model-0123456789abcdef.bin');
    const recent = join(folder, 'model-fedcba9876543210.bin');
    const foreign = join(folder, 'model-notes.bin');
    for (const path of [forgotten, recent, foreign]) await writeFile(path, '');
    for (const path of [forgotten, foreign]) await utimes(path, 0, 0);
    await fileSystem(folder).save(artifactsOf(2));
    // A recent one may belong to a save that runs at this moment.
    expect(await weightFiles()).toHaveLength(3);
    expect(await weightFiles()).toEqual(
      expect.arrayContaining(['model-notes.bin', 'model-fedcba9876543210.bin']),
    );
    expect((await fileSystem(folder).load()).modelTopology).toEqual({ value: 2 });
  });

  test('of the same weights keeps them', async () => {
    await fileSystem(folder).save(artifactsOf(1));
    await fileSystem(folder).save(artifactsOf(1));
    expect(await weightFiles()).toHaveLength(1);
    expect((await fileSystem(folder).load()).modelTopology).toEqual({ value: 1 });
  });

  test('keeps the old model whole when it fails after the weights were written', async () => {
    await fileSystem(folder).save(artifactsOf(1));
    const circular: Record<string, object> = {};
    circular.self = circular;
    await expect(
      fileSystem(folder).save({ ...artifactsOf(2), userDefinedMetadata: circular }),
    ).rejects.toThrow();
    expect(await weightFiles()).toHaveLength(1);
    const { modelTopology, weightData } = await fileSystem(folder).load();
    expect(modelTopology).toEqual({ value: 1 });
    expect(new Float32Array(weightData as ArrayBuffer)[999_999]).toBe(1);
  });

  test('leaves a whole model however often it is killed in between', async () => {
    const script = fileURLToPath(new URL('save-forever.ts', import.meta.url));
    for (const wait of [3, 17]) {
      const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data'); // the first save is done
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const { modelTopology, weightData } = await fileSystem(folder).load();
      const { value } = modelTopology as { value: number };
      expect(new Float32Array(weightData as ArrayBuffer).every((weight) => weight === value)).toBe(true);
    }
  });
});

describe('a model that cannot be used is named with the reason and the remedy', () => {
  const loading = (): Promise<unknown> => fileSystem(folder).load();
  const json = (): string => join(folder, 'model.json');
  const weights = async (): Promise<string> => join(folder, (await weightFiles())[0]!);
  const again = 'Copy the model again, or save it anew.';

  test('missing', async () => {
    await expect(loading()).rejects.toThrow(
      `fileSystem: there is no model at ${json()}. Check the path, or train a model first.`,
    );
  });

  test('of 0 bytes, cut in half, or something else', async () => {
    await fileSystem(folder).save(artifactsOf(1));
    const whole = await readFile(json(), 'utf8');
    await writeFile(json(), '');
    await expect(loading()).rejects.toThrow(`fileSystem: ${json()} is empty. ${again}`);
    await writeFile(json(), whole.slice(0, whole.length / 2));
    await expect(loading()).rejects.toThrow(`fileSystem: ${json()} is cut off or damaged. ${again}`);
    for (const other of [
      '{}',
      'null',
      '[1]',
      '{"weightsManifest":[null]}',
      '{"modelTopology":{},"weightsManifest":{}}',
    ]) {
      await writeFile(json(), other);
      await expect(loading(), other).rejects.toThrow(
        `fileSystem: ${json()} is no TensorFlow.js model. Give the folder or the model.json of one.`,
      );
    }
  });

  test('without its weights', async () => {
    await fileSystem(folder).save(artifactsOf(1));
    const path = await weights();
    await rm(path);
    await expect(loading()).rejects.toThrow(
      `fileSystem: ${path} is missing, its weights are needed. Copy the whole folder of the model.`,
    );
  });

  test('with weights cut in half, or of another model', async () => {
    await fileSystem(folder).save(artifactsOf(1));
    const path = await weights();
    for (const length of [2_000_000, 0, 4_000_004]) {
      await truncate(path, length);
      await expect(loading()).rejects.toThrow(
        `fileSystem: ${path} must hold 4000000 bytes, got ${length}. It is cut off or of another model: ` +
          'copy the whole folder again, or save the model anew.',
      );
    }
  });

  test('to be saved where nothing can be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(fileSystem(join(folder, 'file')).save(artifactsOf(1))).rejects.toThrow(
      /^fileSystem: cannot write .*file.model-[0-9a-f]{16}\.bin: a part of the path is a file, not a directory\. Check/,
    );
    await mkdir(json());
    await expect(fileSystem(folder).save(artifactsOf(1))).rejects.toThrow(
      `cannot write ${json()}: it is a directory.`,
    );
    expect((await readdir(folder)).sort()).toEqual(['file', 'model.json']);
  });

  test('with a topology of bytes', async () => {
    await expect(fileSystem(folder).save({ modelTopology: new ArrayBuffer(4) })).rejects.toThrow(TypeError);
  });
});
