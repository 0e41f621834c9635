/**
 * Makes docs/segmentation.png: phantoms the model of `npm start` has never seen, and what it finds in them.
 *
 *   npm start && npx tsx scripts/make-picture.ts
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { chestPhantom, overlay, segment, toRgb } from 'hilum';
import { contactSheet, fileSystem, writeImage } from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';

await tf.setBackend('wasm');
await installWasmKernels();
const model = await loadLayersModel(fileSystem(process.argv[2] ?? 'out/model'));

const phantoms = ['a', 'b', 'c', 'd'].map((name, i) =>
  chestPhantom({ seed: `picture-${name}`, tuberculosis: i % 2 === 1 }),
);
const found = [];
for (const { image, mask: truth } of phantoms) {
  const { mask } = await segment(model, image);
  found.push(overlay(image, mask, { truth }));
}
const columns = phantoms.length;
const sheet = contactSheet([...phantoms.map(({ image }) => toRgb(image)), ...found], { columns, gap: 6 });
await writeImage('docs/segmentation.png', sheet);
