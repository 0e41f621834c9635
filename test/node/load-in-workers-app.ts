// An app as load-in-workers.test.ts needs it: threads load TypeScript where the process does, and vitest's does not.
// Writes what it saw as one line of JSON, and then has to end by itself, though one loader is never closed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { batches, chestPhantom, prepareImage, prepareMask, type Sample } from 'hilum';
import { loadInWorkers, readSample, writeImage, type SampleFiles } from 'hilum/node';
import { startThreads } from '../../src/node/threads';
import { work as augment } from './augment-worker';

const folder = process.argv[2]!;
const inFolder = (name: string): string => join(folder, name);
const messageOf = (error: unknown): string => (error as Error).message.replaceAll(folder, '');
const size = { width: 16, height: 16 };
const pairs = Array.from({ length: 5 }, (_, i): SampleFiles => ({
  image: inFolder(`${i}.png`),
  masks: [inFolder(`${i}-mask.png`)],
}));
for (const [i, pair] of pairs.entries()) {
  const { image, mask } = chestPhantom({ seed: i, size: 34 + i });
  await writeImage(pair.image, image);
  await writeImage(pair.masks[0]!, mask);
}
await writeFile(inFolder('bad.png'), 'not a picture');
const bad = { image: inFolder('bad.png'), masks: [inFolder('0-mask.png')] };
const same = (a: Sample, b: Sample): boolean =>
  a.name === b.name &&
  [a.image, a.mask].every((image, i) =>
    Buffer.from(image.data.buffer).equals(Buffer.from([b.image, b.mask][i]!.data.slice().buffer)),
  );

const seen: Record<string, unknown> = {};
const whole = loadInWorkers();
seen.asRead = same(await whole.load(pairs[0]!), await readSample(pairs[0]!));
await whole.close();
seen.afterClose = await whole.load(pairs[0]!).catch(messageOf);

const sized = loadInWorkers({ size, workers: 2 });
const skipped: string[] = [];
const names: string[] = [];
const data = batches({
  items: [...pairs, bad],
  load: sized.load,
  batchSize: 2,
  onSkip: (_, error) => skipped.push(messageOf(error)),
});
for await (const { xs, ys, names: own } of data(0)) {
  names.push(...own.map((name) => name.replace(folder, '')));
  seen.shape = xs.shape;
  tf.dispose([xs, ys]);
}
Object.assign(seen, { names, skipped });
const prepared = await readSample(pairs[3]!);
seen.prepared = same(await sized.load(pairs[3]!), {
  name: prepared.name,
  image: prepareImage(prepared.image, size),
  mask: prepareMask(prepared.mask, size),
});
const late = sized.load(pairs[4]!).catch(messageOf);
await sized.close();
seen.closedMeanwhile = await late;

// A sample that is ready when its loader is closed, but that nobody has taken yet.
const ready = loadInWorkers({ size, workers: 1 });
await ready.load(pairs[0]!);
const untaken = ready.load(pairs[1]!).catch(messageOf);
await Promise.resolve(); // load has sent it by now
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
await ready.close();
seen.closedUntaken = await untaken;

const own = loadInWorkers({ module: new URL('load-module.mjs', import.meta.url), workers: 1 });
seen.own = (await own.load(pairs[1]!)).name;
seen.died = await own.load({ image: 'exit', masks: [] }).catch(messageOf);
seen.afterDeath = (await own.load(pairs[2]!)).name.replace(folder, '');
const module = fileURLToPath(new URL('augment-worker.ts', import.meta.url));
const augmenting = await startThreads({ module, threads: 1 });
seen.augmented = same((await augmenting.run('a seed')) as Sample, augment('a seed'));
await augmenting.destroy();
const none = loadInWorkers({ module: inFolder('nowhere.mjs') });
seen.nowhere = await none.load(pairs[0]!).catch(messageOf);
await none.close();
await writeFile(inFolder('empty.mjs'), 'export const load = 1;\n');
const empty = loadInWorkers({ module: inFolder('empty.mjs') });
seen.empty = await empty.load(pairs[0]!).catch(messageOf);
await empty.close();
console.log(JSON.stringify(seen));
