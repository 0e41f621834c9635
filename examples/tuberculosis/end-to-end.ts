import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import * as files from 'hilum/node';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepare, type Case } from './cases';
import { heatMap, learn, logistic, type Method } from './method';
import type { Recipe } from './settings';

/** What is trained, how, and where networks are kept. */
export interface EndToEndArgs {
  readonly recipe: Recipe;
  readonly onPhantoms: boolean;
  readonly networks: string;
}

/**
 * A small residual network from scratch for each fold; the baseline sees 16×16 grey values. Networks are kept, so that a
 * run that was stopped goes on after the last whole one.
 */
export function endToEnd({ recipe, onPhantoms, networks }: EndToEndArgs): Method {
  return {
    baselineName: 'logistic regression on 16×16 grey values',
    settings: { model: 'residualClassifier', filters: recipe.filters.join(',') },
    fit: async (train, { name, seed }) => {
      const path = join(networks, name);
      // What a network is the same for: whatever it has learned from, and how.
      const learned = JSON.stringify({ recipe, onPhantoms, seed, images: train.map((one) => one.name) });
      const model =
        (await keptNetwork(path, learned)) ??
        (await keep(path, learned, await trained(train, { recipe, onPhantoms, seed })));
      const baseline = logistic(thumbnails(train), train);
      return {
        predict: async (cases) => {
          const simple = baseline(thumbnails(cases));
          const found = await predict(model, cases);
          return found.map((probability, i) => ({ probability, baseline: simple[i]! }));
        },
        heatMap: (image) =>
          heatMap(model, image, {
            size: { width: recipe.side, height: recipe.side },
            prepare: (original) => prepare(original, recipe.side),
          }),
      };
    },
  };
}

// Phantoms are as many as one likes, and need no more than their mirror images.
const augmentationOf = (onPhantoms: boolean): hilum.Augmentation =>
  onPhantoms
    ? hilum.flipHorizontal()
    : hilum.compose(
        hilum.flipHorizontal(),
        hilum.affine(),
        hilum.gamma(),
        hilum.contrast(),
        hilum.brightness(),
      );

/** A sample whose mask nothing looks at. */
const load = ({ name, image }: Pick<Case, 'name' | 'image'>): hilum.Sample => ({ name, image, mask: image });

async function trained(
  train: readonly Case[],
  { recipe, onPhantoms, seed }: Omit<EndToEndArgs, 'networks'> & { seed: number },
): Promise<LayersModel> {
  const { side, filters, batchSize } = recipe;
  const model = hilum.residualClassifier({
    inputShape: [side, side, 1],
    filters,
    // In a short training the running statistics must arrive sooner than at Keras's 0.99.
    norm: hilum.batchNorm({ momentum: 0.9 }),
    dropout: onPhantoms ? 0 : 0.2,
    seed,
  });
  const labels = new Map(train.map(({ name, label }) => [name, label]));
  const augment = augmentationOf(onPhantoms);
  const images = hilum.batches({ items: train, load, batchSize, shuffle: true, augment, seed });
  const data = hilum.withLabels(images, (name) => labels.get(name));
  await learn(model, { data, samples: train.length, recipe, onPhantoms, seed });
  return model;
}

/** For each image the mean of what the network says of it and of its mirror image. */
export async function predict(
  model: LayersModel,
  cases: readonly Pick<Case, 'name' | 'image'>[],
): Promise<number[]> {
  const probabilities: number[] = [];
  for await (const { xs, ys } of hilum.batches({ items: cases, load, batchSize: 16 })(0)) {
    const found = tf.tidy(() => {
      const [seen, mirrored] = [xs, tf.reverse(xs, 2)].map((x) => model.predict(x) as tf.Tensor);
      return tf.div(tf.add(seen!, mirrored!), 2);
    });
    probabilities.push(...(await found.data()));
    tf.dispose([xs, ys, found]);
  }
  return probabilities;
}

/** The network that an earlier run left, if it has learned the same. */
async function keptNetwork(path: string, learned: string): Promise<LayersModel | undefined> {
  const earlier = await readFile(join(path, 'learned.json'), 'utf8').catch(() => undefined);
  if (earlier !== learned) return undefined;
  console.log(`taken from ${path}`);
  return loadLayersModel(files.fileSystem(path));
}

async function keep(path: string, learned: string, model: LayersModel): Promise<LayersModel> {
  await model.save(files.fileSystem(path));
  await files.writeText(join(path, 'learned.json'), learned); // last: what it names is whole
  return model;
}

function thumbnails(cases: readonly Case[]): hilum.Features {
  const rows = cases.map(({ image }) => hilum.resizeArea(image, { width: 16, height: 16 }).data);
  return {
    shape: [rows.length, 256],
    data: Float32Array.from(rows.flatMap((row) => Array.from(row))),
    names: cases.map(({ name }) => name),
  };
}
