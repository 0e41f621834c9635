/**
 * Trains a network that finds the lungs in chest X-rays, and shows what it has learnt.
 *
 *   npm start                                 on phantoms: procedural X-rays, nothing to download
 *   npm start -- --data DIR                   on real images, for instance DIR/CXR_png/ and DIR/masks/
 *   npm start -- --predict MODEL IMAGE…       segments images (or folders of them) with a saved model
 *
 * Writes into out/: the model, masks and overlays of the held-out images, and report.html.
 * Exits 1 when the held-out Dice is below the target, or an image to predict could not be read.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import * as files from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// Whatever goes wrong ends in its sentence, without a stack.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});

const { values: knobs, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' }, //                            folder of real images; default phantoms
    predict: { type: 'string' }, //                         model to segment the images that follow with
    model: { type: 'string', default: 'resunet' }, //       resunet or unet
    size: { type: 'string', default: '64' }, //             side of what the network sees, in pixels
    filters: { type: 'string', default: '8,16,32,64' }, //  width of each level; the reference: 16,32,64,128,256
    epochs: { type: 'string' }, //                          default 15, of real images 30
    batch: { type: 'string', default: '8' },
    rate: { type: 'string', default: '0.003' }, //          learning rate at the start
    images: { type: 'string', default: '240' }, //          number of phantoms
    seed: { type: 'string', default: '0' }, //              same seed, same numbers
    target: { type: 'string' }, //                          held-out Dice below it exits 1; default 0.95, of real images 0.93
    out: { type: 'string', default: 'out' },
  },
});
knobs.epochs ??= knobs.data === undefined ? '15' : '30';
knobs.target ??= knobs.data === undefined ? '0.95' : '0.93';
const seed = integer('seed', 0);
const side = integer('size', 1);
const size = { width: side, height: side };

/** What there is to learn from: samples at the size of the network, and how to get each back at its own size. */
interface Collection {
  samples: hilum.Sample[];
  original: (name: string) => Promise<hilum.Sample>;
  pairing: hilum.Pairing;
  skipped: files.SkippedFile[];
}

const prepare = ({ name, image, mask }: hilum.Sample): hilum.Sample => ({
  name,
  image: hilum.prepareImage(image, size),
  mask: hilum.prepareMask(mask, size),
});

function phantoms(count: number): Collection {
  const phantom = (index: number): hilum.Sample => ({
    ...hilum.chestPhantom({ seed: `${seed}-${index}`, tuberculosis: index % 2 === 1 }),
    name: `phantom-${index}`,
  });
  return {
    samples: Array.from({ length: count }, (_, index) => prepare(phantom(index))),
    original: (name) => Promise.resolve(phantom(Number(name.replace('phantom-', '')))),
    pairing: { pairs: [], imagesWithoutMask: [], masksWithoutImage: [], ambiguous: [] },
    skipped: [],
  };
}

async function folder(path: string): Promise<Collection> {
  const pairing = await files.findPairs(path);
  const samples: hilum.Sample[] = [];
  const skipped: files.SkippedFile[] = pairing.ambiguous.map(({ name, reason }) => ({ file: name, reason }));
  for await (const sample of files.readSamples(pairing.pairs)) {
    if (sample.error) skipped.push({ file: sample.path, reason: sample.error.message });
    else samples.push(prepare(sample));
  }
  const { imagesWithoutMask, masksWithoutImage } = pairing;
  console.log(`${path}: ${samples.length} images with their masks`);
  tell('images without a mask', imagesWithoutMask);
  tell('masks without an image', masksWithoutImage);
  tell(
    'left out',
    skipped.map(({ file, reason }) => `${file}: ${reason}`),
  );
  const pairOf = new Map(pairing.pairs.map((pair) => [pair.image, pair]));
  return { samples, original: (name) => files.readSample(pairOf.get(name)!), pairing, skipped };
}

async function trainAndShow(): Promise<number> {
  await tf.setBackend('wasm');
  await installWasmKernels();
  const report = join(knobs.out, 'report.html');
  const modelFolder = join(knobs.out, 'model');
  const model = build();
  // Written first: a folder that cannot be written is found out before hours of training.
  await files.writeText(join(knobs.out, 'settings.json'), `${JSON.stringify(knobs, null, 2)}\n`);
  const collection = knobs.data === undefined ? phantoms(integer('images', 1)) : await folder(knobs.data);

  const { samples } = collection;
  const parts = hilum.splitDataset(samples, {
    group: ({ name }) => hilum.patientOf(name),
    stratify: ({ name }) => `${hilum.sourceOf(name)} ${hilum.labelOf(name)}`,
    seed,
  });
  const counts = {
    'training images': parts.train.length,
    'validation images': parts.validation.length,
    'held-out images': parts.test.length,
  };
  console.log(
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
  );

  const augment = hilum.compose(
    hilum.flipHorizontal(),
    hilum.affine({ rotationRange: [-12, 12], scaleRange: [0.8, 1.2], shiftRange: [-0.08, 0.08] }),
    hilum.gamma(),
    hilum.contrast(),
    hilum.brightness(),
    hilum.maybe(0.5, hilum.gaussianNoise()),
  );
  const load = (sample: hilum.Sample): hilum.Sample => sample;
  const batchSize = integer('batch', 1);
  const controller = new AbortController();
  const interrupt = (): void => {
    console.log('\nstopping after this step; once more to quit at once');
    controller.abort();
  };
  process.once('SIGINT', interrupt);
  const spent = { steps: 0, waited: 0 };
  const { history, ended } = await hilum.train(model, {
    data: hilum.batches({ items: parts.train, load, batchSize, shuffle: true, augment, seed }),
    validation: hilum.batches({ items: parts.validation, load, batchSize }),
    epochs: integer('epochs', 1),
    loss: hilum.bceDiceLoss(),
    metrics: [hilum.dice()],
    optimizer: tf.train.adam(Number(knobs.rate)),
    callbacks: [
      files.progress(),
      hilum.plateau(),
      {
        onEpochEnd({ stepSeconds, waitedSeconds }) {
          spent.steps += stepSeconds;
          spent.waited += waitedSeconds;
        },
      },
      hilum.bestWeights({
        onImprove: async () => {
          await model.save(files.fileSystem(modelFolder));
        },
      }),
    ],
    signal: controller.signal,
    stepsPerEpoch: Math.ceil(parts.train.length / batchSize),
  });
  process.off('SIGINT', interrupt);
  if (history.loss === undefined) {
    console.log('stopped before the first epoch was over: there is no model to keep');
    return 130;
  }
  console.log(`steps waited for data ${((100 * spent.waited) / spent.steps).toFixed(1)} % of their time`);

  const scores: files.ImageScore[] = [];
  const examples: files.ReportExample[] = [];
  for (const { name } of parts.test) {
    const { image, mask: truth } = await collection.original(name);
    const { mask } = await hilum.segment(model, image);
    const shown = await writeResult(name, image, mask, truth);
    const found = hilum.confusionCounts(truth.data, mask.data, { threshold: 127 });
    const [dice, iou] = [hilum.diceScore(found), hilum.iouScore(found)];
    scores.push({ name: hilum.stemOf(name), source: hilum.sourceOf(name), dice, iou });
    examples.push({ name: hilum.stemOf(name), dice, image: shown });
  }
  const { pairing, skipped } = collection;
  for (const path of pairing.imagesWithoutMask) {
    const image = await files.readImage(path).catch(() => undefined);
    if (image) await writeResult(path, image, (await hilum.segment(model, image)).mask);
  }
  await files.writeReport(report, {
    title: 'Lungs in chest X-rays',
    subtitle: `${knobs.model} on ${knobs.data ?? 'phantoms'}, scored on images it has never seen`,
    settings: { ...shownKnobs(), parameters: model.countParams() },
    counts,
    history,
    scores,
    examples,
    skipped,
    imagesWithoutMask: pairing.imagesWithoutMask,
    masksWithoutImage: pairing.masksWithoutImage,
  });

  const { dice, sources } = files.summarizeScores(scores);
  console.log(
    `\nheld-out Dice: mean ${dice.mean.toFixed(4)}, median ${dice.median.toFixed(4)}, worst ${dice.worst.toFixed(4)}`,
  );
  for (const [source, { images, dice: spread }] of Object.entries(sources)) {
    console.log(`  ${source}: mean ${spread.mean.toFixed(4)} of ${images} images`);
  }
  console.log(`model in ${modelFolder}, masks and overlays in ${knobs.out}, open ${report}`);
  if (ended === 'aborted') return 130;
  if (dice.mean >= Number(knobs.target)) return 0;
  console.log(`below the target of ${knobs.target}: train longer (--epochs) or look at the worst overlays`);
  return 1;
}

/** The knobs that made a difference, for the report. */
function shownKnobs(): Record<string, string> {
  const shown = Object.entries(knobs).filter(([name]) => name !== 'images' || knobs.data === undefined);
  return Object.fromEntries(shown);
}

function build(): LayersModel {
  const filters = knobs.filters.split(',').map(Number);
  const inputShape = [side, side, 1] as const;
  // In a short training the running statistics must arrive sooner than at Keras's 0.99.
  const norm = hilum.batchNorm({ momentum: 0.9 });
  if (knobs.model === 'unet') return hilum.unet({ inputShape, filters, seed });
  if (knobs.model === 'resunet') return hilum.resunet({ inputShape, filters, norm, seed });
  throw new Error(`--model must be resunet or unet, got ${knobs.model}.`);
}

/** Writes a mask, and the image with its outline over it. */
async function writeResult(name: string, image: hilum.Image, mask: hilum.Image, truth?: hilum.Image) {
  const shown = hilum.overlay(image, mask, { truth });
  const file = `${hilum.stemOf(name)}.png`;
  await files.writeImage(join(knobs.out, 'masks', file), mask);
  await files.writeImage(join(knobs.out, 'overlays', file), shown);
  return shown;
}

async function predict(model: string): Promise<number> {
  const paths: string[] = [];
  for (const path of positionals) {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory();
    paths.push(...(isFolder ? await files.listImages(path) : [path]));
  }
  const failed: string[] = [];
  for await (const result of files.segmentFiles(model, paths)) {
    try {
      if (result.error) throw result.error;
      await writeResult(result.path, result.image, result.mask);
    } catch (error) {
      failed.push(error instanceof Error ? error.message : String(error));
    }
  }
  const done = paths.length - failed.length;
  console.log(`${done} segmented, masks and overlays in ${knobs.out}`);
  tell('left out', failed);
  return failed.length > 0 || done === 0 ? 1 : 0;
}

/** A knob that must be a whole number. */
function integer(name: 'batch' | 'epochs' | 'images' | 'seed' | 'size', min: number): number {
  const value = Number(knobs[name]);
  if (Number.isInteger(value) && value >= min) return value;
  throw new Error(`--${name} must be an integer of at least ${min}, got ${knobs[name]}.`);
}

function tell(what: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.log(`${lines.length} ${what}:`);
  for (const line of lines.slice(0, 10)) console.log(`  ${line}`);
  if (lines.length > 10) console.log(`  and ${lines.length - 10} more`);
}

process.exitCode = knobs.predict === undefined ? await trainAndShow() : await predict(knobs.predict);
