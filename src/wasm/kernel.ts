import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Native } from './native';
import { nativeOf } from './native';

/** A kernel that works in the memory of the stock WASM backend. */
export interface NativeKernel {
  readonly kernelName: string;
  /** Computes the outputs, or `null` where this case belongs to the stock kernel (or to the composition). */
  run(native: Native, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo | TensorInfo[] | null;
}

/** What is registered: it remembers what it replaced, so that the registry alone can undo an installation. */
export interface InstalledKernel extends KernelConfig {
  readonly replaces: KernelConfig | undefined;
  /** Made of stock kernels instead of compiled code. */
  readonly composed: boolean;
}

/** Whether a registered kernel is one of ours. */
export function isInstalled(config: KernelConfig | undefined): config is InstalledKernel {
  return config !== undefined && 'replaces' in config;
}

/**
 * The tfjs kernel that runs ours first and `fallback` for what ours leaves.
 *
 * @param replaces the stock kernel, given back by uninstalling
 * @param fallback the stock kernel or, where there is none, a composition of stock kernels
 */
export function toInstalledKernel(
  kernel: NativeKernel,
  replaces: KernelConfig | undefined,
  fallback: KernelConfig | undefined,
): InstalledKernel {
  const { kernelName } = kernel;
  return {
    kernelName,
    backendName: 'wasm',
    replaces,
    composed: false,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const native = nativeOf(backend);
      const outputs = native && kernel.run(native, inputs, attrs ?? {});
      if (outputs) return outputs;
      if (fallback === undefined) {
        throw new Error(
          `${kernelName}: the WASM backend has no kernel for these arguments. Use another backend.`,
        );
      }
      return fallback.kernelFunc({ inputs, attrs: attrs ?? {}, backend });
    },
  };
}

/** The mark of an installed kernel on a composition of stock kernels. */
export function toComposedKernel(config: KernelConfig): InstalledKernel {
  return { ...config, replaces: undefined, composed: true };
}
