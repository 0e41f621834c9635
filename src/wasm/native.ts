import type { DataId, DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { KernelExports } from './kernels.generated';

/** Which build of the kernels an engine can run. */
export type WasmKernelBuild = 'simd' | 'relaxed-simd';

/** What the kernels need of the stock WASM backend: its memory, its allocator and its book of tensors. */
export interface WasmBackend extends KernelBackend {
  readonly wasm: {
    readonly asm: { readonly memory?: WebAssembly.Memory };
    /** Where the threaded build has its memory, which it imports: it is shared between its threads. */
    readonly wasmMemory?: WebAssembly.Memory;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: DataId): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
}

/** Our compiled module, bound to the memory of one backend. */
export interface Native {
  readonly backend: WasmBackend;
  readonly memory: WebAssembly.Memory;
  readonly kernels: KernelExports;
  readonly build: WasmKernelBuild;
  /** The address of a tensor's first element. It stays valid while the tensor lives, whatever is allocated. */
  readonly pointer: (tensor: TensorInfo) => number;
  /** A new tensor of undefined content. Allocating may grow the memory: take views after it, never before. */
  readonly output: (shape: readonly number[], dtype?: DataType) => TensorInfo;
  /**
   * The address of at least `bytes` bytes, aligned to 64, valid until the next call of `scratch`.
   * One arena serves all kernels, because only one runs at a time; it grows to the largest request and stays.
   */
  readonly scratch: (bytes: number) => number;
  /** Gives the arena back. The next `scratch` allocates it anew. */
  readonly release: () => void;
}

/** The memory in which a backend keeps its tensors, if it shows it. */
export function memoryOf(backend: KernelBackend): WebAssembly.Memory | undefined {
  const { wasm } = backend as { readonly wasm?: Partial<WasmBackend['wasm']> };
  const memory = wasm?.wasmMemory ?? wasm?.asm?.memory;
  return memory instanceof WebAssembly.Memory ? memory : undefined;
}

/** Binds compiled kernels to a backend's memory; nothing is allocated before the first `scratch`. */
export function createNative(
  backend: WasmBackend,
  memory: WebAssembly.Memory,
  kernels: KernelExports,
  build: WasmKernelBuild,
): Native {
  const arena = { address: 0, bytes: 0 };
  const release = (): void => {
    if (arena.address !== 0) backend.wasm._free(arena.address);
    arena.address = 0;
    arena.bytes = 0;
  };
  return {
    backend,
    memory,
    kernels,
    build,
    pointer: ({ dataId, shape, dtype }) => {
      const { memoryOffset } = backend.dataIdMap.get(dataId);
      const bytes = util.sizeFromShape(shape) * util.bytesPerElement(dtype);
      // The stock backend does not look at what it was given: written to address 0, a tensor would ruin others.
      if (memoryOffset === 0 && bytes > 0) throw new Error(outOfMemory(`${bytes} bytes`));
      return memoryOffset;
    },
    output: (shape, dtype = 'float32') => backend.makeOutput([...shape], dtype),
    scratch: (bytes) => {
      if (bytes > arena.bytes) {
        release();
        arena.address = backend.wasm._malloc(bytes + 64) >>> 0;
        if (arena.address === 0) throw new Error(outOfMemory(`${bytes} bytes of scratch`));
        arena.bytes = bytes;
      }
      return (arena.address + 63) & ~63;
    },
    release,
  };
}

function outOfMemory(what: string): string {
  return `hilum/wasm: the WASM heap has no room for ${what}. Dispose of tensors, or use smaller batches.`;
}

const natives = /* @__PURE__ */ new WeakMap<KernelBackend, Native>();

/** Remembers the module of a backend for as long as the backend lives. */
export function setNative(backend: KernelBackend, native: Native): void {
  natives.set(backend, native);
}

/** The module bound to this backend, if `installWasmKernels` has met it. */
export function nativeOf(backend: unknown): Native | undefined {
  return natives.get(backend as KernelBackend);
}
