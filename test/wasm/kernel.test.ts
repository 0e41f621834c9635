import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KernelBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { isInstalled, toComposedKernel, toInstalledKernel } from '../../src/wasm/kernel';
import type { Native } from '../../src/wasm/native';
import { setNative } from '../../src/wasm/native';

const tensor = (id: number): TensorInfo => ({ dataId: { id }, shape: [], dtype: 'float32' });
const stock: KernelConfig = { kernelName: 'Some', backendName: 'wasm', kernelFunc: () => tensor(1) };
const backend = new KernelBackend();
setNative(backend, {} as Native);

describe('toInstalledKernel', () => {
  it('runs ours, and the fallback for what ours leaves', () => {
    const ours = (output: TensorInfo | null): KernelConfig =>
      toInstalledKernel({ kernelName: 'Some', run: () => output }, stock, stock);
    expect(ours(tensor(2)).kernelFunc({ inputs: {}, backend })).toEqual(tensor(2));
    expect(ours(null).kernelFunc({ inputs: {}, backend })).toEqual(tensor(1));
  });

  it('runs the fallback on a backend it has not been bound to', () => {
    const ours = toInstalledKernel({ kernelName: 'Some', run: () => tensor(2) }, stock, stock);
    expect(ours.kernelFunc({ inputs: {}, backend: new KernelBackend() })).toEqual(tensor(1));
  });

  it('says so when there is nothing to fall back to', () => {
    const ours = toInstalledKernel({ kernelName: 'Some', run: () => null }, undefined, undefined);
    expect(() => ours.kernelFunc({ inputs: {}, backend })).toThrow(
      /Some: the WASM backend has no kernel for these/,
    );
  });

  it('is told from a stock kernel, as a composition is', () => {
    expect(isInstalled(stock)).toBe(false);
    expect(isInstalled(undefined)).toBe(false);
    expect(isInstalled(toComposedKernel(stock))).toBe(true);
    expect(isInstalled(toInstalledKernel({ kernelName: 'Some', run: () => null }, stock, stock))).toBe(true);
  });
});
