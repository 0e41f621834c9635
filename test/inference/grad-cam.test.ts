import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  classifier,
  createImage,
  gradCam,
  mlpHead,
  overlayHeatmap,
  unet,
  vgg16,
  vgg16Input,
  type Image,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';

const asIs = {
  prepare: (image: Image): Image => image,
  normalize: (image: Image): Image<Float32Array> => image as Image<Float32Array>,
};

/** Its map is the image itself, of two channels; the logits are `kernel` times the channels' means, plus 1. */
function means(kernel: number[][], activation: 'softmax' | 'sigmoid' | 'linear'): LayersModel {
  const image = input({ shape: [2, 3, 2] });
  const copied = layers.activation({ activation: 'linear', name: 'copied' }).apply(image) as SymbolicTensor;
  const pooled = layers.globalAveragePooling2d({}).apply(copied) as SymbolicTensor;
  const dense = layers.dense({ units: kernel[0]!.length, activation });
  const model = createModel({ inputs: image, outputs: dense.apply(pooled) as SymbolicTensor });
  dense.setWeights([tf.tensor2d(kernel), tf.ones([kernel[0]!.length])]);
  return model;
}

const a = [5, 0, 1, 2, 0, 0];
const b = [1, 4, 0, 0, 2, 0];
const image = createImage({
  width: 3,
  height: 2,
  channels: 2,
  data: Float32Array.from(a.flatMap((value, p) => [value, b[p]!])),
});

/** ReLU(wa·a + wb·b) over its largest: the mean of ∂y/∂A is the weight / 6, which the scale takes out. */
function expected(wa: number, wb: number): number[] {
  const sums = a.map((value, p) => Math.max(0, wa * value + wb * b[p]!));
  return sums.map((value) => value / Math.max(...sums));
}

function expectClose(map: Image<Float32Array>, values: readonly number[]): void {
  values.forEach((value, p) => {
    expect(map.data[p]).toBeCloseTo(value, 5);
  });
}

describe('gradCam', () => {
  onEachBackend(() => {
    it('weights channels by the mean gradient of the logit, cuts off at 0 and ends at 1', async () => {
      const kernel = [
        [1, -1],
        [-2, 3],
      ];
      for (const activation of ['softmax', 'sigmoid', 'linear'] as const) {
        const model = means(kernel, activation);
        const before = tf.memory().numTensors;
        const cam = await gradCam(model, image, { classIndex: 1, layer: 'copied', ...asIs });
        expect(tf.memory().numTensors).toBe(before);
        expect(cam.classIndex).toBe(1);
        expectClose(cam.map, expected(-1, 3));
        expectClose((await gradCam(model, image, { classIndex: 0, ...asIs })).map, expected(1, -2));
        model.dispose();
      }
    });

    it('is not dimmed by a model that is sure: a probability of 1 has a gradient of 0, its logit has not', async () => {
      const model = means([[-200, 200], [-100, 100]], 'softmax'); // prettier-ignore
      const cam = await gradCam(model, image, asIs);
      expect(cam.score).toBe(1);
      expect(cam.classIndex).toBe(1);
      expectClose(cam.map, expected(2, 1));
      model.dispose();
    });

    it('tells class 1 from class 0 of a model of one number', async () => {
      const model = means([[1], [-2]], 'sigmoid');
      const [one, zero] = [
        await gradCam(model, image, { classIndex: 1, ...asIs }),
        await gradCam(model, image, { classIndex: 0, ...asIs }),
      ];
      expectClose(one.map, expected(1, -2));
      expectClose(zero.map, expected(-1, 2));
      expect(one.score + zero.score).toBeCloseTo(1, 6);
      // 8/6 − 2·7/6 + 1 = 0
      expect(one.score).toBeCloseTo(0.5, 6);
      model.dispose();
    });

    it('is 0 everywhere where nothing speaks for the class', async () => {
      const model = means([[-1, 1], [-1, 1]], 'softmax'); // prettier-ignore
      const { map, resized } = await gradCam(model, image, { classIndex: 0, ...asIs });
      expect([...map.data, ...resized.data].every((value) => value === 0)).toBe(true);
      model.dispose();
    });

    it('works at every layer of a VGG16 with a head, 0 to 1, at the size of layer and image', async () => {
      const backbone = vgg16({ inputShape: [32, 32, 3], seed: 1 });
      const model = classifier({ backbone, head: mlpHead({ hiddenUnits: [4], seed: 1 }) });
      const grey = createImage({
        width: 50,
        height: 40,
        data: Uint8Array.from({ length: 2000 }, (_, i) => (i * 37) % 256),
      });
      for (const [layer, side] of [
        ['block1_conv2', 32],
        ['block3_pool', 4],
        [undefined, 1],
      ] as const) {
        const args = { normalize: vgg16Input, classIndex: 1, ...(layer && { layer }) };
        const { map, resized } = await gradCam(model, grey, args);
        expect([map.width, map.height, resized.width, resized.height]).toEqual([side, side, 50, 40]);
        expect(Math.min(...map.data, ...resized.data)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...resized.data)).toBeLessThanOrEqual(1);
        expect([0, 1]).toContain(Math.max(...map.data));
        expect(overlayHeatmap(grey, resized).width).toBe(50);
      }
      model.dispose();
    });
  });

  it('refuses a model of maps', async () => {
    const model = unet({ inputShape: [16, 16, 1], filters: [2, 2] });
    await expect(gradCam(model, image)).rejects.toThrow(
      'gradCam: the model must give classes, [B, classes], got [null, 16, 16, 1].',
    );
  });
});
