import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
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

  it('finds the threaded build, says so, and leaves every stock kernel where it is', async () => {
    expect(globalThis.crossOriginIsolated).toBe(true);
    const { reason, ...report } = await installWasmKernels();
    expect(reason).toMatch(/^The threaded WASM backend shares its memory .* The stock kernels stay; /);
    expect(report).toEqual({
      build: 'none',
      replaced: [],
      added: [],
      composed: [
        'Conv2DBackpropFilter',
        'DepthwiseConv2dNativeBackpropFilter',
        'DepthwiseConv2dNativeBackpropInput',
      ],
    });
    for (const [name, kernel] of stock) expect(registered().get(name), name).toBe(kernel);
  });

  it('trains by the composed gradients as the cpu backend does in Node', async () => {
    const history = await shortTraining();
    expect(history['loss']!.at(-1)).toBeLessThan(history['loss']![0]!);
    for (const [key, values] of Object.entries(inject('shortTraining')))
      values.forEach((value, epoch) =>
        expect(Math.abs(history[key]![epoch]! - value), `${key} of epoch ${epoch}`).toBeLessThan(
          tolerances.training.wasm,
        ),
      );
  });

  it('takes the composed gradients out again', () => {
    uninstallWasmKernels();
    expect(registered()).toEqual(stock);
  });
});
