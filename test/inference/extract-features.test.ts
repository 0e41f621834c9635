import * as tf from '@tensorflow/tfjs-core';
import { input, model as createModel, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  batchNorm,
  chestPhantom,
  convBlock,
  createImage,
  cropToMask,
  downsample,
  extractFeatures,
  foldBatchNorm,
  maskOutside,
  prepareImage,
  rescale,
  sequence,
  vgg16,
  vgg16Input,
  type FeatureStore,
  type Image,
  type NamedImage,
} from 'hilum';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { onEachBackend } from '../backends';

/** `[H, W, 1]` to `[H/2, W/2, 3]`, with a layer `small_1` of two channels before. */
function small(size: number | null = 16, seed = 1): LayersModel {
  const image = input({ shape: [size, size, 1], name: 'small_input' });
  const body = sequence(convBlock({ filters: 2, seed }), downsample(), convBlock({ filters: 3, seed }));
  return createModel({ inputs: image, outputs: body(image, 'small'), name: 'small' });
}

const phantoms = [1, 2, 3, 4, 5].map((seed) => chestPhantom({ seed, size: 40 }));

function mapStore(): FeatureStore & { readonly kept: Map<string, Float32Array> } {
  const kept = new Map<string, Float32Array>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)),
    put: (key, features) => Promise.resolve(void kept.set(key, features)),
  };
}

/** How many images the backbone was shown. */
function shown(model: LayersModel): () => number {
  let count = 0;
  const layer = model.getLayer('small_1');
  const call = layer.call.bind(layer);
  vi.spyOn(layer, 'call').mockImplementation((x, kwargs) => {
    count += [x].flat()[0]!.shape[0];
    return call(x, kwargs);
  });
  return () => {
    const seen = count;
    count = 0;
    return seen;
  };
}

describe('extractFeatures', () => {
  onEachBackend(() => {
    it('gives what the layer gives for each image, pooled as asked, whatever the batches', async () => {
      const backbone = small();
      const before = tf.memory().numTensors;
      for (const [pooling, pool] of [
        ['average', (y: tf.Tensor) => tf.mean(y, [1, 2])],
        ['max', (y: tf.Tensor) => tf.max(y, [1, 2])],
        ['flatten', (y: tf.Tensor) => y],
      ] as const) {
        const features = await extractFeatures(backbone, phantoms, { pooling, batchSize: 2 });
        expect(features.names).toEqual(phantoms.map(({ name }) => name));
        expect(features.shape).toEqual([5, pooling === 'flatten' ? 8 * 8 * 3 : 3]);
        const seen = rescale(prepareImage(phantoms[4]!.image, { width: 16, height: 16 }));
        const row = tf.tidy(() =>
          pool(backbone.predict(tf.tensor4d(seen.data, [1, 16, 16, 1])) as tf.Tensor).dataSync(),
        );
        const width = features.shape[1];
        row.forEach((value, j) => {
          expect(features.data[4 * width + j]).toBeCloseTo(value, 4);
        });
      }
      expect(tf.memory().numTensors).toBe(before);
      backbone.dispose();
    });
  });

  it('takes images from a generator, no more than a batch ahead', async () => {
    const backbone = small();
    const count = shown(backbone);
    const ahead: number[] = [];
    let given = 0;
    let done = 0;
    async function* files(): AsyncGenerator<NamedImage> {
      for (const phantom of phantoms) {
        done += count();
        ahead.push(given++ - done);
        yield await Promise.resolve(phantom);
      }
    }
    expect((await extractFeatures(backbone, files(), { batchSize: 2 })).shape).toEqual([5, 3]);
    expect(ahead).toEqual([0, 1, 0, 1, 0]);
    expect((await extractFeatures(backbone, [])).shape).toEqual([0, 0]);
  });

  it('takes a folded backbone, whose features are the same to the sixth digit', async () => {
    const image = input({ shape: [16, 16, 1] });
    const block = convBlock({ filters: 3, norm: batchNorm(), seed: 1 });
    const backbone = createModel({ inputs: image, outputs: block(image, 'block'), name: 'normed' });
    tf.tidy(() => {
      const drawn = backbone.weights.map(({ shape }, i) =>
        tf.randomUniform(shape as number[], 0.5, 2, 'float32', i + 1),
      );
      backbone.setWeights(drawn);
    });
    const folded = foldBatchNorm(backbone);
    expect(folded.layers).toHaveLength(2);
    const [wanted, given] = [
      await extractFeatures(backbone, phantoms),
      await extractFeatures(folded, phantoms),
    ];
    expect(given.names).toEqual(wanted.names);
    wanted.data.forEach((value, i) => {
      expect(Math.abs(given.data[i]! / value - 1)).toBeLessThan(1e-5);
    });
    backbone.dispose();
    folded.dispose();
  });

  it('makes three channels of grey and normalises as the backbone expects', async () => {
    const backbone = vgg16({ inputShape: [32, 32, 3], seed: 1 });
    const [first] = phantoms;
    const own = await extractFeatures(backbone, [first!], { layer: 'block2_pool' });
    const told = await extractFeatures(backbone, [first!], { layer: 'block2_pool', normalize: vgg16Input });
    expect(own.shape).toEqual([1, 128]);
    expect(own).toEqual(told);
    backbone.dispose();
  });

  describe('with a store', () => {
    it('shows the backbone each image once, and gives the same again', async () => {
      const backbone = small();
      const count = shown(backbone);
      const store = mapStore();
      const first = await extractFeatures(backbone, phantoms.slice(0, 3), { store });
      expect(count()).toBe(3);
      const again = await extractFeatures(backbone, phantoms, { store });
      expect(count()).toBe(2);
      expect(again.data.subarray(0, 9)).toEqual(first.data);
      expect(again).toEqual(await extractFeatures(backbone, phantoms));
      // A copy of an image is the same image, whatever it is called.
      count();
      const copy = {
        name: 'copy',
        image: createImage({ ...phantoms[0]!.image, data: phantoms[0]!.image.data.slice() }),
      };
      await extractFeatures(backbone, [copy], { store });
      expect(count()).toBe(0);
    });

    it('shows it anew when a pixel, a weight, the layer, the pooling, the region or the preparation is another', async () => {
      const backbone = small();
      const count = shown(backbone);
      const store = mapStore();
      const [{ name, image, mask }] = phantoms as [(typeof phantoms)[0]];
      const run = (args: object = {}, given: Image = image) =>
        extractFeatures(backbone, [{ name, image: given }], { store, ...args });
      await run();
      count();
      const changed = createImage({ ...image, data: image.data.map((x, p) => (p === 820 ? x ^ 64 : x)) });
      const others = [
        () => run({}, changed),
        () => run({ layer: 'small_1' }),
        () => run({ pooling: 'max' }),
        () => run({ region: (whole: Image) => cropToMask(whole, { mask }) }),
        () => run({ region: (whole: Image) => maskOutside(whole, { mask }) }),
        () => run({ normalize: (prepared: Image) => rescale(prepared, { subtract: 0 }) }),
        async () => {
          tf.tidy(() => {
            const [kernel, ...more] = backbone.getWeights();
            backbone.setWeights([tf.add(kernel!, 1e-3), ...more]);
          });
          await run();
        },
      ];
      for (const other of others) {
        await other();
        expect(count()).toBe(1);
      }
      expect(store.kept.size).toBeGreaterThanOrEqual(others.length + 1);
      // Other weights that it begins with, then the same ones: the same model.
      const twin = small(16, 9);
      twin.setWeights(backbone.getWeights());
      const ofTwin = shown(twin);
      await extractFeatures(twin, [{ name, image }], { store });
      expect(ofTwin()).toBe(0);
    });
  });

  it('leaves out what cannot be prepared where onSkip takes it, and ends otherwise', async () => {
    const backbone = small();
    const nothing = createImage({ width: 40, height: 40, data: new Uint8Array(1600) });
    const region = (image: Image): Image =>
      cropToMask(image, { mask: image === phantoms[1]!.image ? nothing : phantoms[0]!.mask });
    const skipped: string[] = [];
    const { names } = await extractFeatures(backbone, phantoms.slice(0, 3), {
      region,
      onSkip: (name, error) => skipped.push(`${name}: ${(error as Error).message}`),
    });
    expect(names).toEqual(['phantom-1_0', 'phantom-3_0']);
    expect(skipped).toEqual([
      'phantom-2_0: cropToMask: mask must hold foreground, got none. Keep such an image whole.',
    ]);
    await expect(extractFeatures(backbone, phantoms, { region })).rejects.toThrow(
      /mask must hold foreground/,
    );
  });

  describe('of an open size', () => {
    const sizes = [phantoms[0]!, { name: 'larger', image: chestPhantom({ seed: 9, size: 64 }).image }];

    it('takes images of several sizes where it pools', async () => {
      expect((await extractFeatures(small(null), sizes)).shape).toEqual([2, 3]);
    });

    it('refuses to flatten them, unless they are brought to a size', async () => {
      await expect(extractFeatures(small(null), sizes, { pooling: 'flatten' })).rejects.toThrow(
        "extractFeatures: all images must give as many features, got 1200 (phantom-1_0) and 3072 (larger). Give a size, or pool by 'average' or 'max'.",
      );
      const size = { width: 16, height: 16 };
      expect((await extractFeatures(small(null), sizes, { pooling: 'flatten', size })).shape).toEqual([
        2, 192,
      ]);
    });
  });

  it('refuses a layer that there is not, another pooling, and other channels', async () => {
    await expect(extractFeatures(small(), phantoms, { layer: 'conv9' })).rejects.toThrow(
      'extractFeatures: layer must be one of the backbone, got conv9. backbone.layers has the names.',
    );
    await expect(extractFeatures(small(), phantoms, { pooling: 'mean' as never })).rejects.toThrow(
      "extractFeatures: pooling must be 'average', 'max' or 'flatten', got mean.",
    );
    await expect(extractFeatures(small(), phantoms, { normalize: vgg16Input })).rejects.toThrow(
      'extractFeatures: the image must have the 1 channels that the model takes, got 3. Change them in normalize.',
    );
  });
});

beforeAll(async () => {
  await tf.setBackend('cpu');
});
