import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { installWasmKernels } from 'hilum/wasm';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { tolerances, type BrowserBackend } from './tolerances';
import './wasm-backend';

// Tensors as small as those of the tests would be computed by the CPU.
tf.env().set('WEBGL_CPU_FORWARD', false);
tf.env().set('WEBGPU_CPU_FORWARD', false);

const names = Object.keys(tolerances.suites) as BrowserBackend[];

/** The backends that this browser lacks, and why. */
const absent = new Map<BrowserBackend, string>();
for (const name of names) {
  const reason = await tf.setBackend(name).then(
    (ready) => (ready ? undefined : 'it did not start'),
    (error: unknown) => String(error),
  );
  if (reason !== undefined) absent.set(name, reason);
}
// WebGPU leaves out a kernel that it cannot run, and whatever was submitted with it: the error is heard here alone.
const gpuErrors: string[] = [];
if (!absent.has('webgpu')) {
  const { device } = tf.findBackend('webgpu') as unknown as { device: EventTarget };
  device.addEventListener('uncapturederror', (event) => {
    gpuErrors.push((event as Event & { error: Error }).error.message);
  });
}

// What runs outside onEachBackend needs one too, before the first model is made.
await tf.setBackend('cpu');

/** Takes the place of ../backends in a browser: runs `suite` on each backend that a page has. */
export function onEachBackend(suite: (tolerance: number, name: BrowserBackend) => void): void {
  for (const name of names) {
    const reason = absent.get(name);
    const title = reason === undefined ? `on ${name}` : `on ${name}, which is absent: ${reason}`;
    describe.skipIf(reason !== undefined)(title, () => {
      beforeAll(() => selectBackend(name));
      afterEach(() => expect(gpuErrors.splice(0)).toEqual([]));
      afterAll(() => tf.setBackend('cpu'));
      suite(tolerances.suites[name], name);
    });
  }
}

export async function selectBackend(name: BrowserBackend | 'cpu'): Promise<void> {
  await tf.setBackend(name);
  await tf.ready();
  if (name === 'wasm') await installWasmKernels();
}
