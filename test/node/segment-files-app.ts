// An app as segment-files.test.ts needs it: threads load TypeScript where the process does, and vitest's does not.
// Writes what it saw as one line of JSON, and then has to end by itself.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { chestPhantom, resunet, segment, type Image, type SegmentArgs } from 'hilum';
import { fileSystem, readImage, segmentFiles, writeImage, type SegmentFilesArgs } from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';

const folder = process.argv[2]!;
const inFolder = (name: string): string => join(folder, name);
const modelFolder = inFolder('model');
const setup = (name: string): URL => new URL(`${name}-setup.mjs`, import.meta.url);
const differences = (a: Image, b: Image): number => a.data.filter((value, i) => value !== b.data[i]).length;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const cpuSetup = (await import(setup('cpu').href)) as Pick<SegmentArgs, 'prepare' | 'normalize'>;
await tf.setBackend('wasm');
await installWasmKernels();
await resunet({ inputShape: [null, null, 1], filters: [4, 8], seed: 1 }).save(fileSystem(modelFolder));
const model = await loadLayersModel(fileSystem(modelFolder));
const paths = [33, 64, 40, 48].map((side) => inFolder(`${side}.png`));
for (const [seed, path] of paths.entries()) {
  await writeImage(path, chestPhantom({ seed, size: Number(/(\d+)\.png/.exec(path)![1]) }).image);
}
await writeFile(inFolder('bad.png'), 'not a picture');

/** What segmentFiles gives, against what segment gives here. */
async function compare(
  args: SegmentFilesArgs,
  here: (image: Image) => ReturnType<typeof segment>,
  listed = paths,
): Promise<object[]> {
  const found: object[] = [];
  for await (const result of segmentFiles(modelFolder, listed, { workers: 2, ...args })) {
    const path = result.path.slice(folder.length + 1);
    if (result.error) {
      found.push({ path, error: result.error.message.replaceAll(folder, '') });
      continue;
    }
    const image = await readImage(result.path);
    const { mask, probabilities } = await here(image);
    found.push({
      path,
      size: [result.mask.width, result.mask.height],
      image: differences(result.image, image),
      mask: differences(result.mask, mask),
      probabilities: differences(result.probabilities, probabilities),
    });
  }
  return found;
}

async function failure(iterate: () => Promise<unknown>): Promise<string> {
  return iterate().then(
    () => 'none',
    (error: unknown) => messageOf(error).replaceAll(folder, ''),
  );
}

/** Asks for the first result, and leaves. */
async function first(saved: string, args: SegmentFilesArgs = {}): Promise<void> {
  const found = segmentFiles(saved, paths, { workers: 1, ...args });
  await found.next();
  await found.return();
}

const size = { width: 32, height: 40 };
const results = {
  order: await compare({}, (image) => segment(model, image), [
    inFolder('nowhere.png'),
    ...paths,
    inFolder('bad.png'),
  ]),
  options: await compare({ size, threshold: 0.4 }, (image) =>
    segment(model, image, { size, threshold: 0.4 }),
  ),
  setup: await compare({ setup: setup('cpu'), size: { width: 16, height: 16 } }, async (image) => {
    await tf.setBackend('cpu');
    return segment(model, image, { size: { width: 16, height: 16 }, ...cpuSetup });
  }),
  trap: await compare({ setup: setup('trap'), size: { width: 16, height: 16 }, workers: 1 }, (image) =>
    segment(model, image, { size: { width: 16, height: 16 }, ...cpuSetup }),
  ),
  left: await failure(() => first(modelFolder)),
  noModel: await failure(() => first(inFolder('no-model'))),
  noBackend: await failure(() => first(modelFolder, { setup: setup('no-backend') })),
  exit: await failure(() => first(modelFolder, { setup: setup('exit') })),
  noSetup: await failure(() => first(modelFolder, { setup: inFolder('none.js') })),
};
console.log(JSON.stringify(results));
