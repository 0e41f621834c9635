import type { KernelBackend, KernelConfig } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { installAdamOptimizer, uninstallAdamOptimizer } from './adam-optimizer';
import { compositions } from './compositions';
import { holdContest, leaveToStock } from './contest';
import { installGradients, uninstallGradients } from './gradients';
import { isInstalled, toComposedKernel, toInstalledKernel } from './kernel';
import { instantiateKernels, isShared } from './module';
import type { WasmBackend, WasmKernelBuild } from './native';
import { createNative, memoryOf, nativeOf, setNative } from './native';
import { nativeKernels } from './native-kernels';

/** What `installWasmKernels` did. */
export interface WasmKernelReport {
  /**
   * The build in use: `'relaxed-simd'` where the engine multiplies and adds in one instruction, else `'simd'`;
   * `'none'` where our kernels cannot run and only the compositions stand.
   */
  readonly build: WasmKernelBuild | 'none';
  /** Stock kernels that ours took the place of. */
  readonly replaced: readonly string[];
  /** Kernels the stock backend lacks, now ours. */
  readonly added: readonly string[];
  /** Kernels the stock backend lacks, now composed of stock kernels: they train, but slowly. */
  readonly composed: readonly string[];
  /** Why it came out so, in a sentence. */
  readonly reason: string;
}

/**
 * Makes the WASM backend of TensorFlow.js train, and makes it fast: its convolutions and matrix products are replaced
 * by kernels of this library, and the gradients it lacks are added. Every model on that backend gains, whoever built it.
 *
 * The kernels work in the backend's own memory, without copies, on one thread, and need SIMD. In the threaded build
 * (cross-origin isolated pages) a short trial at first tells which convolutions, products and sums with a bias the stock
 * kernels compute faster on their threads; those stay. Where the memory cannot be had, all stock kernels stay and the
 * missing gradients become compositions of them; the report says so.
 * Calling it again changes nothing and gives the same report.
 *
 * @returns which kernels were replaced, added or composed, and why
 * @throws Error when there is no WASM backend: the app imports `@tensorflow/tfjs-backend-wasm` and selects it first
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import '@tensorflow/tfjs-backend-wasm';
 * import { installWasmKernels } from 'hilum/wasm';
 *
 * await tf.setBackend('wasm');
 * const { build, added } = await installWasmKernels();
 * // build: 'simd' or 'relaxed-simd'; added includes 'Conv2DBackpropFilter'
 * ```
 */
export async function installWasmKernels(): Promise<WasmKernelReport> {
  await tf.ready();
  const backend = tf.findBackend('wasm') as KernelBackend | null;
  if (backend === null) {
    throw new Error(
      `installWasmKernels: the WASM backend must be ready, got backend '${tf.getBackend()}'. ` +
        `Import '@tensorflow/tfjs-backend-wasm' and await tf.setBackend('wasm') first.`,
    );
  }
  const obstacle = obstacleIn(backend);
  if (obstacle !== null) {
    for (const config of compositions) installComposition(config);
    return report(
      'none',
      `${obstacle} The stock kernels stay; what they lack is composed of them, and slow.`,
    );
  }
  const memory = memoryOf(backend)!;
  if (nativeOf(backend) === undefined) {
    const { build, kernels } = await instantiateKernels(memory);
    // A second call may have come first while this one was compiling.
    if (nativeOf(backend) === undefined)
      setNative(backend, createNative(backend as WasmBackend, memory, kernels, build));
  }
  const native = nativeOf(backend)!;
  const threaded = isShared(memory);
  const again = isInstalled(registered('Conv2D'));
  const lost = threaded && !again ? holdContest(native, registered) : new Set<never>();
  for (const kernel of nativeKernels) {
    const stock = registered(kernel.kernelName);
    if (isInstalled(stock)) continue;
    const fallback = stock ?? compositions.find(({ kernelName }) => kernelName === kernel.kernelName);
    exchange(toInstalledKernel(lost.size > 0 ? leaveToStock(kernel, lost) : kernel, stock, fallback));
  }
  for (const config of compositions) installComposition(config);
  installGradients();
  installAdamOptimizer();
  const others = threaded
    ? ', on one thread; the stock backend keeps its threads, and the work that they make faster'
    : '';
  return report(
    native.build,
    `The kernels share the memory of the stock backend and use ${native.build}${others}.`,
  );
}

/**
 * Gives the stock kernels back and takes out the added ones, as if `installWasmKernels` had never been called.
 * Without an installation it does nothing. Models and tensors stay usable; scratch memory is freed.
 *
 * @example
 * ```ts
 * import { uninstallWasmKernels } from 'hilum/wasm';
 *
 * uninstallWasmKernels();
 * ```
 */
export function uninstallWasmKernels(): void {
  uninstallGradients();
  uninstallAdamOptimizer();
  for (const config of tf.getKernelsForBackend('wasm').filter(isInstalled)) {
    tf.unregisterKernel(config.kernelName, 'wasm');
    if (config.replaces) tf.registerKernel(config.replaces);
  }
  nativeOf(tf.findBackend('wasm'))?.release();
}

/** Why our kernels cannot run on this backend, or null where they can. */
function obstacleIn(backend: KernelBackend): string | null {
  const { wasm, dataIdMap, makeOutput } = backend as Partial<WasmBackend>;
  if (!tf.env().getBool('WASM_HAS_SIMD_SUPPORT')) return 'This engine has no SIMD.';
  if (!memoryOf(backend)) return 'This build of the WASM backend does not expose its memory.';
  if (typeof wasm?._malloc !== 'function' || typeof wasm._free !== 'function' || !dataIdMap || !makeOutput) {
    return 'This version of the WASM backend keeps its tensors in a way these kernels do not know.';
  }
  return null;
}

function installComposition(config: KernelConfig): void {
  if (registered(config.kernelName) === undefined) exchange(toComposedKernel(config));
}

/** Registers in place of what stands under that name; tfjs warns when a name is taken, so that goes first. */
function exchange(config: KernelConfig): void {
  if (registered(config.kernelName)) tf.unregisterKernel(config.kernelName, 'wasm');
  tf.registerKernel(config);
}

// Typed as always found, but it is undefined for an unknown name.
function registered(kernelName: string): KernelConfig | undefined {
  return tf.getKernel(kernelName, 'wasm');
}

/** Read from the registry, so that a second installation tells the same. */
function report(build: WasmKernelReport['build'], reason: string): WasmKernelReport {
  const ours = tf.getKernelsForBackend('wasm').filter(isInstalled);
  const names = (kernels: readonly KernelConfig[]): string[] =>
    kernels.map(({ kernelName }) => kernelName).sort();
  const missing = ours.filter(({ replaces }) => replaces === undefined);
  return {
    build,
    replaced: names(ours.filter(({ replaces }) => replaces !== undefined)),
    added: names(missing.filter(({ composed }) => !composed)),
    composed: names(missing.filter(({ composed }) => composed)),
    reason,
  };
}
