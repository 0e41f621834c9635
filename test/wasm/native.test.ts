import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

/** The allocator as properties, so that a test may take it apart. */
interface Heap {
  asm: { memory: WebAssembly.Memory };
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

const heap = (): Heap => (tf.backend() as unknown as { wasm: Heap }).wasm;

/** Replaces the allocator while `run` runs. */
function withAllocator<T>(allocator: Partial<Pick<Heap, '_malloc' | '_free'>>, run: () => T): T {
  const stock = { ...heap() };
  Object.assign(heap(), allocator);
  try {
    return run();
  } finally {
    Object.assign(heap(), { _malloc: stock._malloc, _free: stock._free });
  }
}

/** A step of training that needs every kernel of this library's convolutions, a matrix product and Adam. */
function trainer(): () => number {
  const w1 = tf.variable(tf.tensor4d(values(1, 90), [3, 3, 2, 5]));
  const w2 = tf.variable(tf.tensor4d(values(2, 80), [2, 2, 4, 5]));
  const w3 = tf.variable(tf.tensor4d(values(3, 216), [3, 3, 4, 6]));
  const w4 = tf.variable(tf.tensor2d(values(4, 18), [6, 3]));
  const x = tf.tensor4d(values('x', 2 * 9 * 9 * 2), [2, 9, 9, 2]);
  const optimizer = tf.train.adam(0.01);
  return () =>
    tf.tidy(() => {
      const loss = optimizer.minimize(() => {
        const a = tf.relu(tf.conv2d(x, w1, 1, 'same'));
        const b = tf.conv2dTranspose(a, w2, [2, 18, 18, 4], 2, 'same');
        const c = tf.mean(tf.conv2d(b, w3, 2, 'same'), [1, 2]);
        return tf.mean(tf.square(tf.matMul(c, w4)));
      }, true)!;
      return loss.dataSync()[0]!;
    });
}

describe('the memory of the WASM backend', () => {
  it('holds no more tensors and no more heap after 1,000 steps of training than after ten', () => {
    const step = trainer();
    // The backend's own _malloc and _free replace themselves when first called.
    const first = step();
    const { _malloc, _free } = { ...heap() };
    let balance = 0;
    const allocator = {
      _malloc: (size: number): number => (balance++, _malloc(size)),
      _free: (address: number): void => {
        balance--;
        _free(address);
      },
    };
    const usage = (): number[] => [tf.memory().numTensors, heap().asm.memory.buffer.byteLength, balance];
    withAllocator(allocator, () => {
      for (let i = 0; i < 10; i++) step();
      const before = usage();
      for (let i = 0; i < 1000; i++) step();
      expect(usage()).toEqual(before);
      expect(step()).toBeLessThan(first);
    });
  });

  it('may grow while a kernel runs: addresses hold, and results are the same', () => {
    const x = tf.tensor4d(values('x', 40 * 40 * 8), [1, 40, 40, 8]);
    const filter = tf.tensor4d(values('w', 9 * 8 * 8), [3, 3, 8, 8]);
    const convolve = (): Float32Array => tf.tidy(() => tf.conv2d(x, filter, 1, 'same').dataSync<'float32'>());
    const before = convolve();
    const { _malloc, asm } = { ...heap() };
    // Every allocation grows the memory, which detaches every view of it.
    const filler: number[] = [];
    const growing = (size: number): number => {
      const old = asm.memory.buffer;
      while (asm.memory.buffer === old) filler.push(_malloc(8 << 20) >>> 0);
      return _malloc(size);
    };
    const after = withAllocator({ _malloc: growing }, convolve);
    for (const address of filler) heap()._free(address);
    expect(filler.length).toBeGreaterThan(0);
    expect(after).toEqual(before);
  });

  it('gets its scratch back when the kernels are uninstalled', async () => {
    uninstallWasmKernels();
    await installWasmKernels();
    const { _malloc, _free } = { ...heap() };
    const image = tf.ones<tf.Rank.R4>([1, 8, 8, 4]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 4, 4]);
    let balance = 0;
    const counting = {
      _malloc: (size: number): number => (balance++, _malloc(size)),
      _free: (address: number): void => {
        balance--;
        _free(address);
      },
    };
    withAllocator(counting, () => {
      tf.tidy(() => tf.conv2d(image, filter, 1, 'same').dataSync());
      expect(balance).toBe(1);
      uninstallWasmKernels();
      expect(balance).toBe(0);
    });
    await installWasmKernels();
  });

  it('says how much was wanted when there is no room', async () => {
    uninstallWasmKernels();
    await installWasmKernels();
    const x = tf.ones<tf.Rank.R4>([1, 8, 8, 4]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 4, 4]);
    const { _malloc } = { ...heap() };
    const full = (size: number): number => (size > 10_000 ? 0 : _malloc(size));
    const convolve = (): tf.Tensor => tf.conv2d(x, filter, 1, 'same');
    expect(() => withAllocator({ _malloc: full }, convolve)).toThrow(
      /no room for \d+ bytes of scratch. Dispose/,
    );
  });

  it('never writes a result to a place it was not given', () => {
    const x = tf.ones<tf.Rank.R4>([1, 8, 8, 4]);
    const filter = tf.ones<tf.Rank.R4>([1, 1, 4, 4]);
    tf.dispose(tf.conv2d(x, filter, 1, 'same'));
    const { _malloc } = { ...heap() };
    // The size of the result, 1 × 8 × 8 × 4 floats.
    const full = (size: number): number => (size === 1024 ? 0 : _malloc(size));
    expect(() => withAllocator({ _malloc: full }, () => tf.conv2d(x, filter, 1, 'same'))).toThrow(
      'hilum/wasm: the WASM heap has no room for 1024 bytes. Dispose of tensors, or use smaller batches.',
    );
  });
});
