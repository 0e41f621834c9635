import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nativeOf } from '../../src/wasm/native';
import { filtersPerTurn, tilesPerBlock } from '../../src/wasm/winograd';
import { conv2D, conv2DBackpropFilter, relativeError } from './reference';
import { convShape, runKernel, values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

describe('the blocks of Winograd', () => {
  it('are whole vectors, and never more than there is to do', () => {
    for (const inputs of [1, 3, 16, 64, 320, 2048]) {
      for (const [outputs, smallImage] of [1, 8, 9, 100, 512, 2048].flatMap(
        (outputs) =>
          [
            [outputs, false],
            [outputs, true],
          ] as const,
      )) {
        const filters = filtersPerTurn(inputs, outputs, smallImage);
        expect(filters % 8).toBe(0);
        expect(filters).toBeLessThan(outputs + 8);
        for (const total of [1, 5, 30, 4096]) {
          const tiles = tilesPerBlock(inputs, filters, total);
          expect(tiles % 4).toBe(0);
          expect(tiles).toBeLessThan(total + 4);
        }
      }
    }
  });

  it.each([
    [16, 16, 400],
    [64, 512, 64],
    [1024, 1024, 4],
    [2048, 512, 12],
    [8192, 64, 4],
  ])('keep scratch under 64 MB for %i to %i channels on %i pixels', (channels, filters, size) => {
    const native = nativeOf(tf.backend())!;
    native.release();
    const wasm = native.backend.wasm as { _malloc: (bytes: number) => number };
    // The backend's own _malloc replaces itself when first called.
    tf.dispose(tf.zeros([1]));
    const { _malloc } = { ...wasm };
    const sizes: number[] = [];
    wasm._malloc = (bytes) => (sizes.push(bytes), _malloc(bytes));
    tf.tidy(() => {
      const x = tf.zeros<tf.Rank.R4>([1, size, size, channels]);
      const filter = tf.zeros<tf.Rank.R4>([3, 3, channels, filters]);
      sizes.length = 0;
      const y = tf.conv2d(x, filter, 1, 'same');
      const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC' };
      const engine = tf.engine();
      engine.runKernel('Conv2DBackpropInput', { dy: y, filter }, { ...attrs, inputShape: x.shape });
      engine.runKernel('Conv2DBackpropFilter', { x, dy: y }, { ...attrs, filterShape: filter.shape });
      // What was allocated beside the outputs.
      const outputs = [y, x, filter].map((t) => 4 * t.size);
      for (const bytes of sizes.filter((n) => !outputs.includes(n))) expect(bytes).toBeLessThan(64e6);
      expect(sizes.some((n) => !outputs.includes(n))).toBe(true);
    });
    wasm._malloc = _malloc;
    native.release();
  });

  it('lose one decimal digit of six to the transforms, on an image with an offset as on noise', () => {
    // Values around 100 with a spread of 1, as an image that was not standardised: the transforms cancel most of it.
    const shape = convShape({ height: 64, width: 64, channels: 16, filters: 8 });
    const x = values('x', 64 * 64 * 16).map((value) => 100 + value);
    const w = values('w', 9 * 16 * 8);
    const dy = values('dy', 64 * 64 * 8);
    tf.tidy(() => {
      const input = tf.tensor4d(x, [1, 64, 64, 16]);
      const attrs = {
        strides: [1, 1],
        pad: 'same',
        dataFormat: 'NHWC',
        dilations: [1, 1],
        filterShape: [3, 3, 16, 8],
      };
      const y = runKernel('Conv2D', { x: input, filter: tf.tensor4d(w, [3, 3, 16, 8]) }, attrs);
      expect(relativeError(y, conv2D(shape, x, w))).toBeLessThan(1e-5);
      const dw = runKernel('Conv2DBackpropFilter', { x: input, dy: tf.tensor4d(dy, [1, 64, 64, 8]) }, attrs);
      expect(relativeError(dw, conv2DBackpropFilter(shape, x, dy))).toBeLessThan(1e-4);
    });
  });
});
