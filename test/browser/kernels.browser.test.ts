import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../read';
import { relativeError } from '../wasm/reference';
import { kernels, onCpu } from './kernel-calls';
import { tolerances } from './tolerances';
import './wasm-backend';

describe('hilum/wasm in a page of one thread', () => {
  beforeAll(async () => {
    await tf.setBackend('wasm');
    await installWasmKernels();
  });
  afterAll(() => uninstallWasmKernels());

  it('runs a native build and says which', async () => {
    const { build, replaced, added, composed, reason } = await installWasmKernels();
    expect(globalThis.crossOriginIsolated).toBe(false);
    expect(['simd', 'relaxed-simd']).toContain(build);
    expect(reason).toContain(build);
    expect(replaced).toEqual(expect.arrayContaining(['Conv2D', 'FusedConv2D', 'BatchMatMul', 'MaxPoolGrad']));
    expect(added).toContain('Conv2DBackpropFilter');
    expect(composed).toEqual([]);
  });

  it.each(Object.keys(kernels))('agrees with the cpu backend: %s', async (name) => {
    const ours = await read(kernels[name]!);
    expect(relativeError(ours, await onCpu(name))).toBeLessThan(tolerances.kernels.wasm);
  });

  it('gives the stock kernels back', async () => {
    const registered = () =>
      new Map(tf.getKernelsForBackend('wasm').map((k) => [k.kernelName, k.kernelFunc]));
    const installed = registered();
    uninstallWasmKernels();
    const stock = registered();
    expect(stock.has('Conv2DBackpropFilter')).toBe(false);
    expect(stock.get('Conv2D')).not.toBe(installed.get('Conv2D'));
    expect(relativeError(await read(kernels['Conv2D 3×3']!), await onCpu('Conv2D 3×3'))).toBeLessThan(
      tolerances.kernels.wasm,
    );
    await installWasmKernels();
    uninstallWasmKernels();
    expect(registered()).toEqual(stock);
  });
});
