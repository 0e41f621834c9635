import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels } from './install';

/**
 * Imports the WASM backend, selects it and installs the kernels: what a thread begins with where the app names nothing
 * else. The package of the backend is the app's to install.
 *
 * @throws (rejects) Error when it is not installed
 */
export async function startWasm(): Promise<void> {
  try {
    await import('@tensorflow/tfjs-backend-wasm');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause;
    throw new Error(
      'startWasm: the WASM backend must be installed, got no package @tensorflow/tfjs-backend-wasm. ' +
        'Run npm install @tensorflow/tfjs-backend-wasm, or name a setup that selects another backend.',
      { cause },
    );
  }
  await tf.setBackend('wasm');
  await installWasmKernels();
}
