import * as tf from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { layers, model as modelOf } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import { loadKerasWeights, loadKerasWeightsByOrder } from 'hilum/keras';
import * as files from 'hilum/node';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepare, type Case } from './cases';
import { heatMap, learn, logistic, type Method } from './method';
import { choice, type Settings } from './settings';

/** What each backbone is made and fed with. Keras numbers the layers of InceptionResNetV2 through, so they go by order. */
export const backbones = {
  vgg16: { build: hilum.vgg16, normalize: hilum.vgg16Input, load: loadKerasWeights },
  resnet50: { build: hilum.resnet50, normalize: hilum.resnet50Input, load: loadKerasWeights },
  inceptionResnetV2: {
    build: hilum.inceptionResnetV2,
    normalize: hilum.inceptionResnetV2Input,
    load: loadKerasWeightsByOrder,
  },
};
export const poolings = {
  average: layers.globalAveragePooling2d,
  max: layers.globalMaxPooling2d,
  flatten: layers.flatten,
};

/** Features of a pretrained backbone, which never sees a label, and an MLP on them; the baseline has the same features. */
export async function onFeatures(
  cases: readonly Case[],
  { recipe, onPhantoms, ...knobs }: Settings,
): Promise<Method> {
  const { side, batchSize } = recipe;
  const { build, normalize, load } = choice('backbone', knobs.backbone, backbones);
  const pooling = choice('pooling', knobs.pooling, poolings);
  const whole = build({ inputShape: [side, side, 3], kernelInitializer: 'zeros' });
  const { missing } = await load(whole, await weightsFile(knobs.weights!));
  if (missing.length > 0)
    throw new Error(
      `--weights must hold all weights of ${knobs.backbone}, got none for ${missing.length}, ${missing.slice(0, 3).join(', ')}, … Is it the file of another network?`,
    );
  const map = (
    knobs.layer === undefined ? whole.outputs[0] : whole.getLayer(knobs.layer).output
  ) as SymbolicTensor;
  const pooled = pooling({}).apply(map) as SymbolicTensor;
  console.log(`features of ${cases.length} images by ${knobs.backbone}`);
  const features = await hilum.extractFeatures(whole, cases, {
    ...(knobs.layer === undefined ? {} : { layer: knobs.layer }),
    pooling: knobs.pooling as keyof typeof poolings,
    prepare: (image) => image, // they are
    store: files.featureFolder(join(knobs.out, 'features')), // once a network and image
  });
  const rowOf = new Map(features.names.map((name, row) => [name, row]));
  const pick = (part: readonly Case[]): hilum.Features =>
    hilum.selectFeatures(
      features,
      part.map(({ name }) => rowOf.get(name)!),
    );

  const fit: Method['fit'] = async (train, { seed }) => {
    const labels = train.map(({ label }) => label);
    const scaler = hilum.standardScaler(pick(train));
    const hidden = { hiddenUnits: knobs.hidden.split(',').map(Number), classes: 1, dropout: 0.5, seed };
    const head = hilum.mlp({ inputUnits: features.shape[1], ...hidden });
    const data = rows(scaler.transform(pick(train)), labels, { batchSize, seed });
    await learn(head, { data, samples: train.length, recipe, onPhantoms, seed });
    const baseline = logistic(pick(train), train);

    // Backbone, pooling, scaler and MLP in one model, to look into it.
    const { mean, scale } = scaler;
    const scaling = layers.batchNormalization({ epsilon: 1e-12 });
    const scaled = scaling.apply(pooled) as SymbolicTensor;
    const ones = mean.map(() => 1);
    const variance = scale.map((value) => value ** 2);
    scaling.setWeights(
      [ones, mean.map(() => 0), mean, variance].map((row) => tf.tensor1d(Float32Array.from(row))),
    );
    const output = hilum.mlpHead(hidden)(scaled, 'mlp');
    const model = modelOf({ inputs: whole.inputs, outputs: output });
    hilum.copyWeights(head, model);
    return {
      predict: async (part) => {
        const simple = baseline(pick(part));
        const { data, shape } = scaler.transform(pick(part));
        const found = tf.tidy(() => head.predict(tf.tensor2d(data, [...shape])) as tf.Tensor);
        const probabilities = Array.from(await found.data());
        found.dispose();
        return probabilities.map((probability, i) => ({ probability, baseline: simple[i]! }));
      },
      heatMap: (image) =>
        heatMap(model, image, {
          size: { width: side, height: side },
          prepare: (original) => prepare(original, side),
          normalize,
        }),
    };
  };
  return {
    fit,
    baselineName: 'logistic regression on the same features',
    settings: {
      model: `MLP of ${knobs.hidden} units on ${features.shape[1]} features`,
      backbone: knobs.backbone,
      layer: knobs.layer ?? map.sourceLayer.name,
      pooling: knobs.pooling,
    },
  };
}

/** Read before the images are, and again when it is needed: it is large. */
export function weightsFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new Error(`--weights cannot be read: ${(error as Error).message}`);
  });
}

/** Rows of features in another order in every epoch. */
function rows(
  features: hilum.Features,
  labels: readonly number[],
  { batchSize, seed }: { batchSize: number; seed: number },
): hilum.Dataset {
  // eslint-disable-next-line @typescript-eslint/require-await -- a dataset is asynchronous, and these rows are at hand
  return async function* epochOf(epoch) {
    const order = hilum
      .createRandom(seed)
      .fork('epoch', epoch)
      .shuffle(labels.map((_, row) => row));
    for (let at = 0; at < order.length; at += batchSize) {
      const part = order.slice(at, at + batchSize);
      const { data, shape, names } = hilum.selectFeatures(features, part);
      const xs: tf.Tensor = tf.tensor2d(data, [...shape]);
      yield { xs: xs as tf.Tensor4D, ys: tf.tensor2d(part.map((row) => [labels[row]!])), names };
    }
  };
}
