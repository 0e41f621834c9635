/**
 * What threads bring: `npm run bench:pool`. Segments and reads the same images with one thread, with two, and without
 * any, in turns; the answers have to be equal. Wall time, threads started anew each time, so it needs idle cores. It
 * runs the built library, as an app does.
 *
 *   --images N     how many (96)
 *   --side N       side of the images, in pixels (256)
 *   --workers N    compared with one (2)
 *   --rounds N     of which the median counts (5)
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { chestPhantom, resunet, segment } from 'hilum';
import { fileSystem, readImage, readSample, readSamples, segmentFiles, writeImage } from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { machine } from './machine';

const { values: options } = parseArgs({
  options: {
    images: { type: 'string', default: '96' },
    side: { type: 'string', default: '256' },
    workers: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
  },
});
const [images, side, workers, rounds] = [options.images, options.side, options.workers, options.rounds].map(
  Number,
) as [number, number, number, number];

/** One way to do the work on all files; gives the sum of its masks, to be compared. */
type Way = () => Promise<number>;

const whiteIn = (mask: { data: ArrayLike<number> }): number => {
  let sum = 0;
  for (let i = 0; i < mask.data.length; i++) sum += mask.data[i]!;
  return sum;
};

await tf.setBackend('wasm');
await installWasmKernels();
const folder = await mkdtemp(join(tmpdir(), 'hilum-bench-pool-'));
try {
  const saved = join(folder, 'model');
  await resunet({ inputShape: [256, 256, 1], filters: [16, 32, 64, 128], seed: 1 }).save(fileSystem(saved));
  const model = await loadLayersModel(fileSystem(saved));
  const pairs = Array.from({ length: images }, (_, i) => ({
    image: join(folder, `${i}.png`),
    masks: [join(folder, `${i}_mask.png`)],
  }));
  for (const [seed, pair] of pairs.entries()) {
    const { image, mask } = chestPhantom({ seed, size: side });
    await writeImage(pair.image, image);
    await writeImage(pair.masks[0]!, mask);
  }
  const paths = pairs.map(({ image }) => image);

  const segmenting = (threads: number): Way => {
    return async () => {
      let sum = 0;
      for await (const result of segmentFiles(saved, paths, { workers: threads })) {
        if (result.error) throw result.error;
        sum += whiteIn(result.mask);
      }
      return sum;
    };
  };
  const reading = (threads: number): Way => {
    return async () => {
      let sum = 0;
      for await (const result of readSamples(pairs, { workers: threads })) {
        if (result.error) throw result.error;
        sum += whiteIn(result.mask);
      }
      return sum;
    };
  };
  console.log(machine());
  console.log(
    `load before: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}\n`,
  );
  console.log(
    `${images} images of ${side}×${side}, ResUNet of four levels at 256×256: milliseconds, median of ${rounds}`,
  );
  await compare('segment', {
    'without threads': async () => {
      let sum = 0;
      for (const path of paths) sum += whiteIn((await segment(model, await readImage(path))).mask);
      return sum;
    },
    '1 thread': segmenting(1),
    [`${workers} threads`]: segmenting(workers),
  });
  await compare('read image and mask', {
    'without threads': async () => {
      let sum = 0;
      for (const pair of pairs) sum += whiteIn((await readSample(pair)).mask);
      return sum;
    },
    '1 thread': reading(1),
    [`${workers} threads`]: reading(workers),
  });
} finally {
  await rm(folder, { recursive: true });
}

async function compare(name: string, ways: Readonly<Record<string, Way>>): Promise<void> {
  const times = new Map(Object.keys(ways).map((way) => [way, { wall: [] as number[], cpu: [] as number[] }]));
  const sums = new Set<number>();
  // One round unmeasured, then there and back, so that a change of the machine's speed meets each of them.
  for (let round = -1; round < rounds; round++) {
    for (const [way, work] of round % 2 === 0 ? Object.entries(ways) : Object.entries(ways).reverse()) {
      const start = performance.now();
      const used = process.cpuUsage();
      sums.add(await work());
      const { user, system } = process.cpuUsage(used);
      if (round < 0) continue;
      times.get(way)!.wall.push(performance.now() - start);
      times.get(way)!.cpu.push((user + system) / 1000);
    }
  }
  if (sums.size !== 1) throw new Error(`bench: ${name} gave ${sums.size} different answers.`);
  const [alone, one, several] = [...times].map(([way, { wall, cpu }]) => {
    const median = { wall: medianOf(wall), cpu: medianOf(cpu) };
    console.log(`  ${name}, ${way}: ${median.wall.toFixed(0)} ms, processor ${median.cpu.toFixed(0)} ms`);
    return median;
  }) as [Median, Median, Median];
  const timesAs = (factor: number): string => `${factor.toFixed(2)}×`;
  console.log(
    `    ${workers} threads: ${timesAs(one.wall / several.wall)} one, ${timesAs(alone.wall / several.wall)} none; ` +
      `with the cores to themselves about ${timesAs((workers * one.cpu) / several.cpu)} one`,
  );
}

interface Median {
  readonly wall: number;
  readonly cpu: number;
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
