import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { circumstances } from '../../src/backends/circumstances';
import { toComposedKernel } from '../../src/wasm/kernel';

afterEach(() => {
  vi.unstubAllGlobals();
  for (const part of ['gpgpu', 'adapterInfo']) Reflect.deleteProperty(tf.backend(), part);
});

/** Gives the current backend the parts by which others tell of their card. */
const pretend = (parts: object): unknown => Object.assign(tf.backend(), parts);

const texts = (backend: string, lacks = false): string[] =>
  circumstances(backend, lacks).map(({ text }) => text);

describe('the circumstances of a backend', () => {
  beforeAll(async () => {
    await tf.setBackend('wasm');
  });

  it.each([
    ['20.19.0', 0],
    ['22.23.3', 0],
    ['23.0.0', 1],
    ['24.21.0', 1],
  ])('tfjs-node on Node %s has %i fatal problems', (node, count) => {
    vi.stubGlobal('process', { versions: { node } });
    const problems = circumstances('tensorflow', false);
    expect(problems.map(({ fatal }) => fatal)).toEqual(Array(count).fill(true));
    if (count > 0) expect(problems[0]!.text).toContain(`this is Node ${node}. Use Node 22`);
  });

  it('tell of composed gradients of the WASM backend', () => {
    tf.registerKernel(
      toComposedKernel({ kernelName: 'Conv2DBackpropFilter', backendName: 'wasm', kernelFunc: () => [] }),
    );
    expect(texts('wasm')).toEqual([expect.stringContaining('cannot run here')]);
    tf.unregisterKernel('Conv2DBackpropFilter', 'wasm');
  });

  it.each([
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device), SwiftShader driver)', true, 1],
    ['llvmpipe (LLVM 15.0.7, 256 bits)', true, 1],
    ['Microsoft Basic Render Driver', false, 2],
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11)', true, 0],
    ['Mali-G78', false, 1],
  ])('WebGL by %s, in 32 bits: %s, has %i problems', (renderer, float32, count) => {
    const gl = { getExtension: () => ({ UNMASKED_RENDERER_WEBGL: 1 }), getParameter: () => renderer };
    pretend({ gpgpu: { gl } });
    tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', float32);
    const problems = texts('webgl');
    expect(problems).toHaveLength(count);
    expect(problems.some((text) => text.includes(renderer))).toBe(/swift|llvm|basic/i.test(renderer));
    expect(problems.some((text) => text.includes('16 bits'))).toBe(!float32);
  });

  it.each([
    [{ vendor: 'google', architecture: 'swiftshader' }, 1],
    [{ vendor: 'nvidia', architecture: 'ampere' }, 0],
    [{}, 0],
  ])('WebGPU on %o has %i problems', (adapterInfo, count) => {
    pretend({ adapterInfo });
    expect(texts('webgpu')).toHaveLength(count);
  });

  it('tell of missing kernels of a backend they know nothing else of', () => {
    expect(texts('another', true)).toEqual([expect.stringContaining('lacks kernels')]);
    expect(texts('another')).toEqual([]);
  });
});
