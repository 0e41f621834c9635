import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { chestPhantom, resizeBilinear, standardize, toGrey } from 'hilum';
import { loadKerasModel } from 'hilum/keras';
import { findPairs, readImage } from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { beforeAll, describe, expect, test } from 'vitest';

const data = process.env.HILUM_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const file = join(data, 'keras/gan_generator_model_only_lung.hdf5');
const script = fileURLToPath(new URL('./torch_forward.py', import.meta.url));
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import h5py, torch'], { timeout: 60_000 }).status === 0,
);
const missing = existsSync(file) ? undefined : `no Keras model at ${file} (set HILUM_DATA)`;

/** The map that the model predicts for an image of its size. */
function predict(model: LayersModel, data: Float32Array): Float32Array {
  return tf.tidy(
    () => (model.predict(tf.tensor(data, [1, 400, 400, 1])) as tf.Tensor).dataSync() as Float32Array,
  );
}

describe.skipIf(missing !== undefined)(
  `a model that Keras 2.1.5 trained${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let model: LayersModel;
    beforeAll(async () => {
      await tf.setBackend('wasm');
      await installWasmKernels();
      model = await loadKerasModel(readFileSync(file));
    });

    test('has its layers and all its weights', () => {
      expect(model.layers).toHaveLength(106);
      // Counted with h5py: all tensors of model_weights.
      expect(model.countParams()).toBe(272237);
      expect(model.outputs[0]!.shape).toEqual([null, 400, 400, 1]);
    });

    test.skipIf(python === undefined)(
      `predicts what PyTorch predicts with its weights${python === undefined ? ' (skipped: no python3 with torch and h5py)' : ''}`,
      () => {
        const image = standardize(resizeBilinear(chestPhantom({ seed: 5, size: 256 }).image, size)).data;
        const { stdout, stderr, status } = spawnSync(python!, [script, file], {
          ...{ input: Buffer.from(image.buffer), maxBuffer: 10_000_000 },
        });
        expect(status, stderr.toString()).toBe(0);
        const expected = new Float32Array(new Uint8Array(stdout).buffer);
        const got = predict(model, image);
        expect(expected).toHaveLength(got.length);
        const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        const wrong = expected.reduce((most, x, i) => Math.max(most, Math.abs(x - got[i]!)), 0);
        console.info(`largest value ${largest}, largest difference from PyTorch ${wrong}`);
        expect(wrong / largest).toBeLessThan(1e-5);
      },
      120_000,
    );

    // It wants images of mean 0 and deviation 1: of the scales [-1, 1], [0, 1] and this one it is the best by far.
    test('finds the lungs in X-rays that are standardized', async () => {
      const { pairs } = await findPairs(join(data, 'cxr256'));
      const scores = [];
      for (const { image, masks } of pairs.filter((_, i) => i % 90 === 0)) {
        const grey = toGrey(await readImage(image));
        const map = predict(model, standardize(resizeBilinear(grey, size)).data);
        const truth = resizeBilinear(toGrey(await readImage(masks[0]!)), size).data;
        const hits = { both: 0, either: 0 };
        map.forEach((value, i) => {
          const [found, lung] = [value > 0.5, truth[i]! > 127];
          hits.both += Number(found && lung);
          hits.either += Number(found) + Number(lung);
        });
        scores.push((2 * hits.both) / hits.either);
      }
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      console.info(`Dice of ${scores.length} X-rays: ${scores.map((score) => score.toFixed(3)).join(' ')}`);
      expect(mean).toBeGreaterThan(0.9);
    });
  },
);

const size = { width: 400, height: 400 };
