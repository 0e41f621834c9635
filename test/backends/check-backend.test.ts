import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { checkBackend } from 'hilum';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterEach, describe, expect, it } from 'vitest';

afterEach(async () => {
  if (tf.engine().backendNames().includes('partial')) tf.removeBackend('partial');
  await tf.setBackend('cpu');
});

describe('checkBackend', () => {
  it('finds that the cpu backend can do everything, slowly', async () => {
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    const report = await checkBackend();
    expect(report).toMatchObject({ backend: 'cpu', predicts: true, trains: true, missing: {} });
    expect(report.problems).toEqual([expect.stringMatching(/minutes\. Use WASM with hilum\/wasm/)]);
    expect(report.summary).toBe(`Backend cpu: predicts, trains.\n${report.problems[0]!}`);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('finds what the stock WASM backend lacks, and that installWasmKernels brings it', async () => {
    await tf.setBackend('wasm');
    const stock = await checkBackend();
    expect(stock).toMatchObject({
      backend: 'wasm',
      predicts: true,
      trains: false,
      missing: { train: ['Conv2DBackpropFilter'] },
    });
    expect(stock.problems.join()).toContain("Await installWasmKernels() of 'hilum/wasm'");
    expect(stock.summary).toContain('Fails: train, for lack of Conv2DBackpropFilter.');
    await installWasmKernels();
    try {
      expect(await checkBackend()).toEqual({
        backend: 'wasm',
        predicts: true,
        trains: true,
        missing: {},
        problems: [],
        summary: 'Backend wasm: predicts, trains.',
      });
    } finally {
      uninstallWasmKernels();
    }
  });

  it('names the functions that fail on a backend with most kernels', async () => {
    const withoutSorting = tf.getKernelsForBackend('cpu').filter(({ kernelName }) => kernelName !== 'TopK');
    tf.registerBackend('partial', () => tf.findBackend('cpu'));
    for (const kernel of withoutSorting) tf.registerKernel({ ...kernel, backendName: 'partial' });
    await tf.setBackend('partial');
    const { predicts, trains, missing, problems } = await checkBackend();
    expect({ predicts, trains, missing }).toEqual({
      predicts: true,
      trains: true,
      missing: { lovaszHingeLoss: ['TopK'] },
    });
    expect(problems).toEqual([expect.stringMatching(/^This backend lacks kernels/)]);
    for (const { kernelName } of withoutSorting) tf.unregisterKernel(kernelName, 'partial');
  });

  it('says so, and what to do, where no backend starts', async () => {
    const engine = tf.engine();
    const { registry, registryFactory } = engine;
    const current = engine.backendName;
    Object.assign(engine, {
      registry: {},
      registryFactory: {},
      backendName: undefined,
      backendInstance: null,
    });
    try {
      const report = await checkBackend();
      expect(report).toMatchObject({ backend: undefined, predicts: false, trains: false, missing: {} });
      expect(report.summary).toMatch(
        /^Backend none: does not predict, does not train\.\nNo backend is registered/,
      );
    } finally {
      Object.assign(engine, { registry, registryFactory });
      await tf.setBackend(current);
    }
  });
});
