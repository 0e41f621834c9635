/**
 * How long training steps wait for data: `npm run bench:loading`. The same radiographs from disk, decoded and resized anew
 * in each epoch by the thread that trains, or by two others meanwhile, or once beforehand. Wall time: it needs idle cores.
 *
 *   --images N     how many (32)
 *   --side N       side of the images on disk, in pixels (1024)
 *   --epochs N     of which the last counts (2)
 *   --write        puts the table into docs/own-data.md
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import * as hilum from 'hilum';
import { loadInWorkers, readSample, writeImage, type SampleFiles } from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { between } from '../between-markers';
import { machine } from './machine';
import { cells, markdown } from './table';

const { values: options } = parseArgs({
  options: {
    images: { type: 'string', default: '32' },
    side: { type: 'string', default: '1024' },
    epochs: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
  },
});
const [images, side, epochs] = [options.images, options.side, options.epochs].map(Number) as [
  number,
  number,
  number,
];
const size = { width: 256, height: 256 };
const batchSize = 4;

type Load<Item> = (item: Item) => hilum.Sample | Promise<hilum.Sample>;

/** Seconds of the steps of the last epoch, those they waited, and the loss, which has to be the same in every way. */
async function timesOf<Item>(items: readonly Item[], load: Load<Item>): Promise<[number, number, number]> {
  const model = hilum.resunet({ inputShape: [256, 256, 1], filters: [16, 32, 64], seed: 1 });
  const augment = hilum.compose(hilum.flipHorizontal(), hilum.affine(), hilum.contrast());
  let last: [number, number, number] = [0, 0, 0];
  await hilum.train(model, {
    data: hilum.batches({ items, load, batchSize, shuffle: true, augment, seed: 1 }),
    epochs,
    loss: hilum.bceDiceLoss(),
    optimizer: tf.train.adam(0.001),
    callbacks: [
      {
        onEpochEnd: ({ stepSeconds, waitedSeconds, logs }) => {
          last = [stepSeconds, waitedSeconds, logs['loss']!];
        },
      },
    ],
  });
  model.dispose();
  return last;
}

const load = async (files: SampleFiles): Promise<hilum.Sample> => {
  const { name, image, mask } = await readSample(files);
  return { name, image: hilum.prepareImage(image, size), mask: hilum.prepareMask(mask, size) };
};

await tf.setBackend('wasm');
await installWasmKernels();
const folder = await mkdtemp(join(tmpdir(), 'hilum-bench-loading-'));
try {
  const pairs = Array.from({ length: images }, (_, i) => ({
    image: join(folder, `${i}.png`),
    masks: [join(folder, `${i}_mask.png`)],
  }));
  for (const [seed, pair] of pairs.entries()) {
    const { image, mask } = hilum.chestPhantom({ seed, size: side });
    await writeImage(pair.image, image);
    await writeImage(pair.masks[0]!, mask);
  }
  const threads = loadInWorkers({ size, workers: 2 });
  const beforehand: hilum.Sample[] = [];
  for (const pair of pairs) beforehand.push(await load(pair));
  const ways: [name: string, times: [number, number, number]][] = [
    ['each epoch, in the thread that trains', await timesOf(pairs, load)],
    ['each epoch, by `loadInWorkers` with two threads', await timesOf(pairs, threads.load)],
    ['once beforehand, from memory', await timesOf(beforehand, (sample) => sample)],
  ];
  await threads.close();
  const losses = new Set(ways.map(([, [, , loss]]) => loss));
  if (losses.size > 1)
    throw new Error(`the ways must learn the same, got losses of ${[...losses].join(', ')}.`);
  const rows = ways.map(([name, [steps, waited]]) => [
    name,
    `${((steps * 1000 * batchSize) / images).toFixed(0)} ms`,
    `${((100 * waited) / steps).toFixed(1)} %`,
  ]);
  const text =
    `Steps of a ResUNet of 256×256 with ${batchSize} images, radiographs of ${side}×${side} as PNG, by ` +
    `\`npm run bench:loading\` (${machine()}, load ${loadavg()[0]!.toFixed(1)} at its end):\n\n` +
    markdown(['decoded and resized', 'a step with its wait', 'of which it waits'], rows.map(cells));
  console.log(text);
  if (options.write) {
    const page = new URL('../../docs/own-data.md', import.meta.url);
    await writeFile(page, between(await readFile(page, 'utf8'), 'bench:loading', text).replaced);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
