import { describe, expect, it } from 'vitest';
import { relaxedSimdModule, simdModule } from '../../src/wasm/kernels.generated';
import { instantiateKernels } from '../../src/wasm/module';
import type { WasmBackend } from '../../src/wasm/native';

describe('instantiateKernels', () => {
  it('takes the best build the engine accepts, and works in the memory it is given', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { build, kernels } = await instantiateKernels({
      wasm: { asm: { memory } },
    } as unknown as WasmBackend);
    const accepts = WebAssembly.validate(Buffer.from(relaxedSimdModule, 'base64'));
    expect(build).toBe(accepts ? 'relaxed-simd' : 'simd');
    // [1 2] · [3 4]ᵀ, at addresses of our choice; the scratch lies beyond.
    new Float32Array(memory.buffer).set([1, 2, 3, 4], 16);
    kernels.matMul(64, 0, 72, 1, 128, 1, 1, 2, 0, 0, 0, 1024);
    expect(new Float32Array(memory.buffer)[32]).toBe(11);
  });

  it('has a build for engines without relaxed SIMD', () => {
    expect(WebAssembly.validate(Buffer.from(simdModule, 'base64'))).toBe(true);
  });
});
