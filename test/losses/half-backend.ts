import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Registers a backend in float16, as WebGL is where float32 textures are missing: the cpu backend, with the result of
 * every kernel rounded to 11 bits and 65,504 the largest number.
 */
export function registerHalfBackend(name: string): void {
  if (name in tf.engine().registryFactory) return;
  tf.registerBackend(name, () => new HalfBackend());
  for (const config of tf.getKernelsForBackend('cpu')) {
    const { kernelFunc } = config;
    tf.registerKernel({
      ...config,
      backendName: name,
      kernelFunc: (args) => {
        const results = kernelFunc(args);
        const { data } = args.backend as unknown as Pick<MathBackendCPU, 'data'>;
        for (const { dataId } of [results].flat()) halve(data.get(dataId).values!);
        return results;
      },
    });
  }
}

class HalfBackend extends MathBackendCPU {
  override floatPrecision(): 16 | 32 {
    return 16;
  }
}

/** In place. Integers too: textures hold them as floats. */
function halve(values: tf.BackendValues): void {
  if (!(values instanceof Float32Array || values instanceof Int32Array)) return;
  for (let i = 0; i < values.length; i++) values[i] = half(values[i]!);
}

/** The nearest float16: 11 bits by Veltkamp's splitting, fewer below 2⁻¹⁴. */
export function half(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -14) return Math.round(x * 2 ** 24) / 2 ** 24;
  if (size >= 65_520) return x * Infinity;
  const split = Math.fround(x * (2 ** 13 + 1));
  return Math.fround(split - Math.fround(split - x));
}
