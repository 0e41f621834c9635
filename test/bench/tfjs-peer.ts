/**
 * A peer in its own process: `tsx tfjs-peer.ts VARIANT FOLDER` with VARIANT one of stock (tfjs WASM as published),
 * stock-folded (the same with a model of `foldBatchNorm`), hilum (with our kernels, and folded where the job says so) and
 * cpu (tfjs in plain JavaScript). Its requests are told in peer.ts.
 */
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { foldBatchNorm } from 'hilum';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFloats, readJob, writeFloats, type Job } from './job';
import { serve } from './serve';

const [variant = 'hilum', folder = '.'] = process.argv.slice(2);
await startBackend(variant);
const job = readJob(folder);
const plain = await loadModel(folder, job);
const folds = variant === 'stock-folded' || (variant === 'hilum' && job.fold);
const model = folds ? foldBatchNorm(plain) : plain;
const input = tf.tensor(readFloats(folder, 'input.bin'), [...job.inputShape], 'float32');
const target = tf.tensor(readFloats(folder, 'target.bin'), [...job.outputShape], 'float32');
const optimizer = tf.train.adam(1e-3);
const variables = model.trainableWeights.map((weight) => tf.engine().registeredVariables[weight.name]!);

await serve({
  answer: async () => {
    if (job.work === 'predict') {
      const output = model.predict(input) as tf.Tensor;
      writeFloats(folder, `${variant}.bin`, (await output.data()) as Float32Array);
      output.dispose();
      return {};
    }
    const { value, grads } = gradients();
    const parts = await Promise.all(variables.map(async ({ name }) => grads[name]!.data()));
    writeFloats(folder, `${variant}.bin`, Float32Array.from(parts.flatMap((part) => [...part])));
    const [loss] = await value.data();
    tf.dispose([value, grads]);
    return { loss: loss! };
  },
  work: async (mark) => {
    if (job.work === 'predict') {
      const output = model.predict(input) as tf.Tensor;
      await output.data();
      output.dispose();
      return;
    }
    const { value, grads } = gradients();
    await value.data();
    mark('gradients');
    if (job.work === 'train')
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
    tf.dispose([value, grads]);
  },
  heap: () => wasmHeap(),
});

function gradients(): { value: tf.Scalar; grads: tf.NamedTensorMap } {
  return tf.variableGrads(
    () => lossOf(target, model.apply(input, { training: true }) as tf.Tensor),
    variables,
  );
}

function lossOf(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Scalar {
  if (job.loss === 'crossEntropy') return tf.neg(tf.mean(tf.sum(tf.mul(yTrue, tf.log(yPred)), -1)));
  const overlap = tf.sum(tf.mul(yTrue, yPred));
  const total = tf.add(tf.sum(yTrue), tf.sum(yPred));
  return tf.sub(1, tf.div(tf.add(tf.mul(overlap, 2), 1), tf.add(total, 1)));
}

async function startBackend(name: string): Promise<void> {
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend(name === 'cpu' ? 'cpu' : 'wasm');
  await tf.ready();
  if (name === 'hilum') await (await import('hilum/wasm')).installWasmKernels();
}

async function loadModel(path: string, { weights }: Job): Promise<LayersModel> {
  const topology = JSON.parse(readFileSync(join(path, 'topology.json'), 'utf8')) as object;
  const loaded = await loadLayersModel(tf.io.fromMemory({ modelTopology: topology }), { strict: false });
  const values = readFloats(path, 'weights.bin');
  loaded.setWeights(
    weights.map(({ shape, offset }) =>
      tf.tensor(values.subarray(offset, offset + tf.util.sizeFromShape(shape)), shape),
    ),
  );
  return loaded;
}

function wasmHeap(): number {
  const backend = tf.backend() as { wasm?: { HEAPU8?: Uint8Array } };
  return backend.wasm?.HEAPU8?.byteLength ?? 0;
}
