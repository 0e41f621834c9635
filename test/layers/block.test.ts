import { input, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { convBlock, downsample, sequence, type Block } from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock } from '../battery';

testBlock('sequence', {
  build: () => sequence(convBlock({ filters: 2, seed: 1 }), downsample(), convBlock({ filters: 3, seed: 1 })),
  inputShape: [2, 8, 8, 1],
  outputShape: [2, 4, 4, 3],
  // 9·1·2 + 2, then 9·2·3 + 3
  parameters: 20 + 57,
});

describe('sequence', () => {
  it('calls each block on what the one before gave, numbered from 1', () => {
    const called: [string, SymbolicTensor][] = [];
    const x = input({ shape: [2, 2, 1] });
    const y = input({ shape: [2, 2, 1] });
    const block: Block = (tensor, name) => {
      called.push([name, tensor]);
      return y;
    };
    expect(sequence(block, block)(x, 'stem')).toBe(y);
    expect(called).toEqual([
      ['stem_1', x],
      ['stem_2', y],
    ]);
  });

  it('of nothing gives the tensor back', () => {
    const x = input({ shape: [2, 2, 1] });
    expect(sequence()(x, 'nothing')).toBe(x);
  });
});
