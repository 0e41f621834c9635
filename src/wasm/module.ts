import type { KernelExports } from './kernels.generated';
import { relaxedSimdModule, simdModule } from './kernels.generated';
import type { WasmKernelBuild } from './native';
import { acceptsRelaxedSimd } from './relaxed-simd';

/** Compiles the best build this engine accepts and binds it to the memory of the backend, shared or not. */
export async function instantiateKernels(
  memory: WebAssembly.Memory,
): Promise<{ build: WasmKernelBuild; kernels: KernelExports }> {
  const shared = isShared(memory);
  const relaxed = decode(relaxedSimdModule, shared);
  const build = acceptsRelaxedSimd(relaxed) ? 'relaxed-simd' : 'simd';
  const module = await WebAssembly.compile(build === 'simd' ? decode(simdModule, shared) : relaxed);
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return { build, kernels: instance.exports as unknown as KernelExports };
}

/** Whether threads share it. Pages that are not isolated have no name for such a buffer, and no such memory. */
export function isShared({ buffer }: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}

// The only import of a module, its memory: of no page or more, and of up to 65,536 pages, shared between threads.
// A module must say of a memory that it is shared, and nothing else in it depends on that.
const [importMemory, importSharedMemory] = [
  '\x02\x0f\x01\x03env\x06memory\x02\x00\x00',
  '\x02\x12\x01\x03env\x06memory\x02\x03\x00\x80\x80\x04',
];

// The engine's own decoder: environment-neutral, and the modules are a few kB.
function decode(base64: string, shared: boolean): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  return Uint8Array.from(shared ? binary.replace(importMemory, importSharedMemory) : binary, (character) =>
    character.charCodeAt(0),
  );
}
