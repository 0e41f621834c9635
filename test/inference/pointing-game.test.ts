import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { input, model as createModel, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  adamW,
  batchNorm,
  categoricalCrossEntropyLoss,
  chestPhantom,
  classifier,
  convBlock,
  createRandom,
  downsample,
  gradCam,
  mlpHead,
  oneCycleSchedule,
  rescale,
  rocAuc,
  sequence,
  train,
  type Dataset,
  type Image,
} from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import { expect, it } from 'vitest';

const size = 64;
const patients = 400;
const batchSize = 16;
const epochs = 7;
/** Every patient twice, healthy and ill: a network that tells them apart can only look at the opacities. */
const phantom = (seed: number, ill: number) => chestPhantom({ seed, size, tuberculosis: ill === 1 });

function smallCnn(): LayersModel {
  const image = input({ shape: [size, size, 1], name: 'cnn_input' });
  const conv = (filters: number) => convBlock({ filters, norm: batchNorm({ momentum: 0.9 }), seed: 1 });
  const body = sequence(conv(8), downsample(), conv(16), downsample(), conv(32), conv(32));
  const backbone = createModel({ inputs: image, outputs: body(image, 'cnn') });
  return classifier({ backbone, head: mlpHead({ hiddenUnits: [], seed: 1 }) });
}

function pairs(): Dataset {
  const images = Array.from({ length: 2 * patients }, (_, i) => rescale(phantom(i >> 1, i & 1).image).data);
  return async function* pairsOf(epoch) {
    const order = createRandom('pairs')
      .fork(epoch)
      .shuffle(Array.from({ length: patients }, (_, patient) => patient));
    for (let at = 0; at < patients; at += batchSize / 2) {
      const rows = order.slice(at, at + batchSize / 2).flatMap((patient) => [2 * patient, 2 * patient + 1]);
      const values = new Float32Array(rows.length * size * size);
      rows.forEach((row, i) => {
        values.set(images[row]!, i * size * size);
      });
      const labels = rows.map((row) => row & 1);
      yield await Promise.resolve({
        xs: tf.tensor4d(values, [rows.length, size, size, 1]),
        ys: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 2)) as unknown as tf.Tensor4D,
        names: rows.map(String),
      });
    }
  };
}

function hottest({ data, width }: Image<Float32Array>): [x: number, y: number] {
  const at = data.reduce((best, value, p) => (value > data[best]! ? p : best), 0);
  return [at % width, Math.floor(at / width)];
}

// The pointing game of Zhang et al., https://arxiv.org/abs/1608.00507: the hottest pixel hits if it is no further than
// 15 pixels of 224 from what it should find.
it('points at an opacity in 80 % of phantoms that the network never saw, and more', async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
  const model = smallCnn();
  const optimizer = adamW({ learningRate: 0.01 });
  const steps = Math.ceil((2 * patients) / batchSize) * epochs;
  const schedule = oneCycleSchedule({ peak: 0.01, steps });
  await train(model, { data: pairs(), epochs, loss: categoricalCrossEntropyLoss(), optimizer, schedule });
  optimizer.dispose();

  const tolerance = (15 / 224) * size;
  let [hits, byChance] = [0, 0];
  const scores: number[] = [];
  const seeds = Array.from({ length: 40 }, (_, i) => 10_000 + i);
  for (const seed of seeds) {
    const { image, opacities } = phantom(seed, 1);
    const near = (x: number, y: number): boolean =>
      opacities.some((o) => Math.hypot(x - o.x, y - o.y) <= o.radius + tolerance);
    const args = { classIndex: 1, prepare: (given: Image) => given };
    const ill = await gradCam(model, image, args);
    scores.push((await gradCam(model, phantom(seed, 0).image, args)).score, ill.score);
    hits += near(...hottest(ill.resized)) ? 1 : 0;
    const pixels = ill.resized.data.reduce(
      (n, _, p) => n + (near(p % size, Math.floor(p / size)) ? 1 : 0),
      0,
    );
    byChance += pixels / (size * size);
  }
  const auc = rocAuc(
    scores.map((_, i) => i % 2),
    scores,
  );
  console.info(`pointing game: ${hits} of 40, by chance ${byChance.toFixed(1)}, AUC ${auc.toFixed(3)}`);
  expect(byChance / seeds.length).toBeLessThan(0.2);
  expect(auc).toBeGreaterThan(0.9);
  expect(hits / seeds.length).toBeGreaterThanOrEqual(0.8);
  model.dispose();
}, 400_000);
