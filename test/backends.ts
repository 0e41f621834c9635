import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { installWasmKernels } from 'hilum/wasm';
import { beforeAll, describe } from 'vitest';

// What runs outside onEachBackend needs one too, before the first model is made.
await tf.setBackend('cpu');

/** The backends that every numeric suite runs on, and how far from float64 one may end up. */
const backends = {
  cpu: { tolerance: 1e-5 },
  wasm: { tolerance: 1e-5 },
} as const;

/** Runs `suite` once on each backend, selected before its first test. */
export function onEachBackend(suite: (tolerance: number) => void): void {
  describe.each(Object.entries(backends))('on %s', (name, { tolerance }) => {
    beforeAll(async () => {
      await tf.setBackend(name);
      await tf.ready();
      if (name === 'wasm') await installWasmKernels();
    });
    suite(tolerance);
  });
}
