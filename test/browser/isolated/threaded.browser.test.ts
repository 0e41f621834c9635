import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { read } from '../../read';
import { relativeError } from '../../wasm/reference';
import { kernels, onCpu } from '../kernel-calls';
import { shortTraining } from '../short-training';
import { tolerances } from '../tolerances';
import '../wasm-backend';

describe('hilum/wasm in a cross-origin isolated page', () => {
  let stock: ReadonlyMap<string, tf.KernelFunc>;
  const registered = () => new Map(tf.getKernelsForBackend('wasm').map((k) => [k.kernelName, k.kernelFunc]));

  beforeAll(async () => {
    await tf.setBackend('wasm');
    stock = registered();
    await installWasmKernels();
  });
  afterAll(() => uninstallWasmKernels());

  it('works in the memory that the threads share, and says so', async () => {
    expect(globalThis.crossOriginIsolated).toBe(true);
    expect(tf.env().getBool('WASM_HAS_MULTITHREAD_SUPPORT')).toBe(true);
    const { build, replaced, added, composed, reason } = await installWasmKernels();
    expect(['simd', 'relaxed-simd']).toContain(build);
    expect(reason).toMatch(/on one thread; the stock backend keeps its threads/);
    expect(replaced).toEqual(expect.arrayContaining(['Conv2D', 'FusedConv2D', 'BatchMatMul', 'MaxPoolGrad']));
    expect(added).toContain('Conv2DBackpropFilter');
    expect(composed).toEqual([]);
  });

  it.each(Object.keys(kernels))('agrees with the cpu backend: %s', async (name) => {
    const ours = await read(kernels[name]!);
    expect(relativeError(ours, await onCpu(name))).toBeLessThan(tolerances.kernels.wasm);
  });

  it('trains as the cpu backend does in Node', async () => {
    const history = await shortTraining();
    expect(history['loss']!.at(-1)).toBeLessThan(history['loss']![0]!);
    for (const [key, values] of Object.entries(inject('shortTraining')))
      values.forEach((value, epoch) =>
        expect(Math.abs(history[key]![epoch]! - value), `${key} of epoch ${epoch}`).toBeLessThan(
          tolerances.training.wasm,
        ),
      );
  });

  it('gives the stock kernels back', () => {
    uninstallWasmKernels();
    expect(registered()).toEqual(stock);
  });
});
