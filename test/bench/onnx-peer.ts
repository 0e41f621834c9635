/** A peer in its own process: `tsx onnx-peer.ts FOLDER` runs the job's ONNX file in onnxruntime-web on one WASM thread. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFloats, readJob, writeFloats } from './job';
import { serve } from './serve';

interface Tensor {
  readonly data: Float32Array;
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}
interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number } };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => Tensor;
}

// Not a dependency (148 MB): require also looks into NODE_PATH, so it may live outside the repository.
const runtime = createRequire(import.meta.url)('onnxruntime-web') as OnnxRuntime;
runtime.env.wasm.numThreads = 1;

const [folder = '.'] = process.argv.slice(2);
const [batch, height, width, channels] = readJob(folder).inputShape as [number, number, number, number];
const session = await runtime.InferenceSession.create(readFileSync(join(folder, 'model.onnx')), {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
});
// One channel in and one out: channels first and channels last are the same bytes.
const input = new runtime.Tensor('float32', readFloats(folder, 'input.bin'), [
  batch,
  channels,
  height,
  width,
]);
const run = async (): Promise<Float32Array> => {
  const outputs = await session.run({ [session.inputNames[0]!]: input });
  return outputs[session.outputNames[0]!]!.data;
};

await serve({
  answer: async () => {
    writeFloats(folder, 'onnx.bin', await run());
    return {};
  },
  work: async () => {
    await run();
  },
  heap: () => 0,
});
