// An app as read-many.test.ts needs it: threads load TypeScript where the process does, and vitest's does not.
// Writes what it saw as one line of JSON, and then has to end by itself.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chestPhantom, createImage, type Image } from 'hilum';
import { readImage, readImages, readSample, readSamples, writeImage } from 'hilum/node';

const folder = process.argv[2]!;
const inFolder = (name: string): string => join(folder, name);
const nameOf = (path: string): string => path.slice(folder.length + 1);
const equal = (a: Image, b: Image): boolean =>
  a.width === b.width && a.depth === b.depth && a.data.every((value, i) => value === b.data[i]);

const names = ['a.png', 'b.png', 'deep.png'];
const masks = names.map((name) => `mask-of-${name}`);
for (const [seed, name] of names.entries()) {
  const { image, mask } = chestPhantom({ seed, size: 32 + seed });
  await writeImage(inFolder(name), image);
  await writeImage(inFolder(masks[seed]!), mask);
}
const deep = Uint16Array.from({ length: 34 * 34 }, (_, i) => i * 50);
await writeImage(inFolder('deep.png'), createImage({ width: 34, height: 34, data: deep }));
await writeFile(inFolder('bad.png'), 'not a picture');

const images: unknown[] = [];
const paths = ['none.png', ...names, 'bad.png'].map(inFolder);
for await (const result of readImages(paths, { workers: 2 })) {
  const same = result.error ? undefined : equal(result.image, await readImage(result.path));
  images.push([nameOf(result.path), same ?? result.error!.message.replaceAll(folder, '')]);
}

const samples: unknown[] = [];
const pairs = [
  ...names.map((name, i) => ({ image: inFolder(name), masks: [inFolder(masks[i]!)] })),
  { image: inFolder('a.png'), masks: [inFolder('mask-of-b.png')] },
];
let next = 0;
for await (const result of readSamples(pairs, { workers: 2 })) {
  const pair = pairs[next++]!;
  if (result.error) {
    samples.push([nameOf(result.path), result.error.name]);
    continue;
  }
  const sample = await readSample(pair);
  const same = equal(result.image, sample.image) && equal(result.mask, sample.mask);
  samples.push([nameOf(result.path), same && result.name === sample.name]);
}
console.log(JSON.stringify({ images, samples }));
