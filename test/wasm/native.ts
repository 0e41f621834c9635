import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { createRandom } from 'hilum';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll } from 'vitest';
import type { InstalledKernel } from '../../src/wasm/kernel';

/** Runs a suite on the WASM backend with our kernels. */
export function onNativeKernels(): void {
  beforeAll(async () => {
    await tf.setBackend('wasm');
    await installWasmKernels();
  });
  afterAll(() => uninstallWasmKernels());
}

type Inputs = Readonly<Record<string, TensorInfo>> | readonly TensorInfo[];

/** The values of a kernel's outputs as it is installed, one array after the other. */
export function run(kernelName: string, inputs: Inputs, attrs: object = {}): number[] {
  return valuesOf(() =>
    tf
      .engine()
      .runKernel<tf.Tensor | tf.Tensor[]>(
        kernelName,
        inputs as unknown as tf.NamedTensorMap,
        attrs as NamedAttrMap,
      ),
  );
}

/** The same from the stock kernel that ours took the place of. */
export function runStock(kernelName: string, inputs: Inputs, attrs: object = {}): number[] {
  const { replaces } = tf.getKernel(kernelName, 'wasm') as InstalledKernel;
  return valuesOf(() => {
    const infos = replaces!.kernelFunc({
      inputs: inputs as unknown as tf.NamedTensorInfoMap,
      attrs: attrs as NamedAttrMap,
      backend: tf.backend(),
    });
    return [infos].flat().map((info) => tf.engine().makeTensorFromTensorInfo(info));
  });
}

function valuesOf(compute: () => tf.Tensor | tf.Tensor[]): number[] {
  return tf.tidy(() => [compute()].flat().flatMap((tensor) => [...tensor.dataSync()]));
}

/** A tensor of numbers between −1 and 1. */
export function random(shape: number[], seed = 1): tf.Tensor {
  const stream = createRandom(seed);
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length: size }, () => stream.uniform(-1, 1)),
    shape,
  );
}

/** A tensor in which NaN, both infinities, zeros of both signs and ordinary numbers follow each other. */
export function odd(shape: number[]): tf.Tensor {
  const values = [NaN, Infinity, -Infinity, 0, -0, 1.5, -2.5];
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => values[i % values.length]!),
    shape,
  );
}
