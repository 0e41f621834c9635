import { describe, expect, it } from 'vitest';
import { relaxedSimdModule, simdModule } from '../../src/wasm/kernels.generated';
import { instantiateKernels, isShared } from '../../src/wasm/module';
import { acceptsRelaxedSimd } from '../../src/wasm/relaxed-simd';

describe('instantiateKernels', () => {
  it.each([
    ['the memory it is given', false],
    ['a memory that threads share, as the threaded backend has', true],
  ])('takes the best build the engine accepts, and works in %s', async (_, shared) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared });
    expect(isShared(memory)).toBe(shared);
    const { build, kernels } = await instantiateKernels(memory);
    const accepts = acceptsRelaxedSimd(Buffer.from(relaxedSimdModule, 'base64'));
    expect(build).toBe(accepts ? 'relaxed-simd' : 'simd');
    // [1 2] · [3 4]ᵀ, at addresses of our choice; the scratch lies beyond.
    new Float32Array(memory.buffer).set([1, 2, 3, 4], 16);
    kernels.matMul(64, 0, 72, 1, 128, 1, 1, 2, 0, 0, 0, 1024);
    expect(new Float32Array(memory.buffer)[32]).toBe(11);
    // Addresses hold where the memory grows, shared or not.
    memory.grow(1);
    kernels.matMul(64, 0, 72, 1, 132, 1, 1, 2, 0, 0, 0, 1024);
    expect(new Float32Array(memory.buffer)[33]).toBe(11);
  });

  it('has a build for engines without relaxed SIMD', () => {
    expect(WebAssembly.validate(Buffer.from(simdModule, 'base64'))).toBe(true);
  });
});
