import { describe, expect, it } from 'vitest';
import { compositions } from '../../src/wasm/compositions';
import { nativeKernels } from '../../src/wasm/native-kernels';

describe('nativeKernels', () => {
  it('has one kernel for a name', () => {
    const names = nativeKernels.map(({ kernelName }) => kernelName);
    expect(new Set(names).size).toBe(names.length);
  });

  it('covers every composition, so that none is needed where the memory is to be had', () => {
    const names = nativeKernels.map(({ kernelName }) => kernelName);
    for (const { kernelName } of compositions) expect(names).toContain(kernelName);
  });
});
