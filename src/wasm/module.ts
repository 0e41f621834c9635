import type { KernelExports } from './kernels.generated';
import { relaxedSimdModule, simdModule } from './kernels.generated';
import type { WasmBackend, WasmKernelBuild } from './native';

/** Compiles the best build this engine accepts and binds it to the memory of the backend. */
export async function instantiateKernels(
  backend: WasmBackend,
): Promise<{ build: WasmKernelBuild; kernels: KernelExports }> {
  const relaxed = decode(relaxedSimdModule);
  const build = WebAssembly.validate(relaxed) ? 'relaxed-simd' : 'simd';
  const module = await WebAssembly.compile(build === 'simd' ? decode(simdModule) : relaxed);
  const instance = await WebAssembly.instantiate(module, { env: { memory: backend.wasm.asm.memory } });
  return { build, kernels: instance.exports as unknown as KernelExports };
}

// The engine's own decoder: environment-neutral, and the modules are a few kB.
function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
