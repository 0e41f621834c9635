import * as tf from '@tensorflow/tfjs-core';
import { input, model as createModel, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  batchNorm,
  chestPhantom,
  classifier,
  convBlock,
  gradCam,
  mlpHead,
  occlusionMap,
  sequence,
  type ClassMap,
} from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';
import { onEachBackend } from './backends';

const { image } = chestPhantom({ seed: 3, size: 64, tuberculosis: true });

/** The same network on whatever backend is selected. */
function network(): LayersModel {
  const x = input({ shape: [32, 32, 1] });
  const conv = (filters: number) => convBlock({ filters, strides: 2, norm: batchNorm(), seed: 1 });
  const backbone = createModel({ inputs: x, outputs: sequence(conv(6), conv(8))(x, 'cnn') });
  return classifier({ backbone, head: mlpHead({ hiddenUnits: [8], seed: 1 }) });
}

async function classMaps(): Promise<Record<'cam' | 'occlusion', ClassMap>> {
  const model = network();
  const before = tf.memory().numTensors;
  const cam = await gradCam(model, image, { classIndex: 1 });
  const occlusion = await occlusionMap(model, image, { classIndex: 1, window: 8, strides: 4 });
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
  return { cam, occlusion };
}

function distance(actual: ClassMap, expected: ClassMap): number {
  const apart = (['map', 'resized'] as const).map((size) => {
    const values = expected[size].data;
    expect(actual[size].data).toHaveLength(values.length);
    return actual[size].data.reduce((most, value, p) => Math.max(most, Math.abs(value - values[p]!)), 0);
  });
  return Math.max(...apart);
}

describe('maps of where a class comes from, in a page', () => {
  let onCpu: Awaited<ReturnType<typeof classMaps>>;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    onCpu = await classMaps();
    // Or the following would say little: both have places that speak for the class, and places that do not.
    expect(onCpu.cam.map.data.filter((value) => value > 0.1).length).toBeGreaterThan(10);
    expect(Math.max(...onCpu.occlusion.map.data)).toBeGreaterThan(0.01);
    expect(Math.min(...onCpu.occlusion.map.data)).toBeLessThan(-0.01);
  });

  onEachBackend(() => {
    it('are those of the cpu backend', async () => {
      const { cam, occlusion } = await classMaps();
      // Values up to 1, the longest sum has 54 products: about 100 roundings of 6e-8. Found: below 7e-7.
      expect(distance(cam, onCpu.cam)).toBeLessThan(1e-5);
      // Differences of probabilities near a half, each right to a few times 6e-8. Found: below 6e-8.
      expect(distance(occlusion, onCpu.occlusion)).toBeLessThan(1e-6);
    });
  });
});
