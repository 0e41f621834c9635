import { input, model } from '@tensorflow/tfjs-layers';
import {
  bottleneckResidualBlock,
  postactivatedResidualBlock,
  type Block,
  type BottleneckResidualBlockArgs,
  type ResidualBlockArgs,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock } from '../battery';
import { testAgainstPyTorch } from './reference';

// No convolution has a bias: k×k from a to b is k·k·a·b. Batch norm over c channels: 4·c.
testBlock('postactivatedResidualBlock', {
  build: () => postactivatedResidualBlock({ filters: 3, strides: 2, seed: 1 }),
  inputShape: [2, 8, 7, 2],
  outputShape: [2, 4, 4, 3],
  // 3×3 2 → 3, BN, 3×3 3 → 3, BN, shortcut 1×1 2 → 3, BN
  parameters: 54 + 12 + 81 + 12 + 6 + 12,
});

testBlock('postactivatedResidualBlock that adds its input', {
  build: () => postactivatedResidualBlock({ filters: 2, seed: 1 }),
  inputShape: [2, 4, 4, 2],
  outputShape: [2, 4, 4, 2],
  parameters: 2 * (36 + 8),
});

testBlock('bottleneckResidualBlock', {
  build: () => bottleneckResidualBlock({ filters: 8, strides: 2, seed: 1 }),
  inputShape: [2, 6, 6, 3],
  outputShape: [2, 3, 3, 8],
  // 1×1 3 → 2, BN(2), 3×3 2 → 2, BN(2), 1×1 2 → 8, BN(8), shortcut 1×1 3 → 8, BN(8)
  parameters: 6 + 8 + 36 + 8 + 16 + 32 + 24 + 32,
});

testAgainstPyTorch(
  'postactivatedResidualBlock',
  (args: ResidualBlockArgs) =>
    ([x], name) =>
      postactivatedResidualBlock(args)(x!, name),
);

testAgainstPyTorch(
  'bottleneckResidualBlock',
  (args: BottleneckResidualBlockArgs) =>
    ([x], name) =>
      bottleneckResidualBlock(args)(x!, name),
);

function build(block: Block) {
  const x = input({ shape: [8, 8, 4] });
  return model({ inputs: x, outputs: block(x, 'a') });
}

const names = (block: Block): string[] =>
  build(block)
    .layers.slice(1)
    .map((layer) => layer.name);

describe('the layers of a post-activated residual block', () => {
  it('are named after their convolution, with a shortcut only where the shapes differ', () => {
    const body = ['a_conv1', 'a_conv1_norm', 'a_conv1_relu', 'a_conv2', 'a_conv2_norm', 'a_add', 'a_relu'];
    expect(names(postactivatedResidualBlock({ filters: 4 })).sort()).toEqual([...body].sort());
    for (const args of [{ filters: 5 }, { filters: 4, strides: 2 }])
      expect(names(postactivatedResidualBlock(args)).sort()).toEqual(
        [...body, 'a_shortcut', 'a_shortcut_norm'].sort(),
      );
  });

  it('drop between the convolutions, before the 3×3 of a bottleneck', () => {
    for (const block of [
      postactivatedResidualBlock({ filters: 4, dropout: 0.3 }),
      bottleneckResidualBlock({ filters: 4, dropout: 0.3 }),
    ]) {
      const all = names(block);
      expect(build(block).getLayer('a_conv2_dropout').getConfig().rate).toBe(0.3);
      expect(all.indexOf('a_conv2') - all.indexOf('a_conv2_dropout')).toBe(1);
    }
  });

  it('are as wide inside as is said, or a quarter', () => {
    const width = (args: BottleneckResidualBlockArgs) =>
      build(bottleneckResidualBlock(args)).getLayer('a_conv2').getConfig().filters;
    expect(width({ filters: 16 })).toBe(4);
    expect(width({ filters: 2 })).toBe(1);
    expect(width({ filters: 16, width: 5 })).toBe(5);
  });

  it('have the step in the 3×3 convolution', () => {
    const m = build(bottleneckResidualBlock({ filters: 4, strides: 2 }));
    const step = (name: string) => (m.getLayer(name).getConfig().strides as number[])[0];
    expect([step('a_conv1'), step('a_conv2'), step('a_conv3'), step('a_shortcut')]).toEqual([1, 2, 1, 2]);
  });

  it('refuse numbers that are no sizes', () => {
    expect(() => postactivatedResidualBlock({ filters: 0 })).toThrow(RangeError);
    expect(() => bottleneckResidualBlock({ filters: 0 })).toThrow(
      new RangeError('bottleneckResidualBlock: filters must be an integer of at least 1, got 0.'),
    );
    expect(() => postactivatedResidualBlock({ filters: 1, dropout: 1 })).toThrow(
      'dropout: rate must be at least 0 and below 1, got 1.',
    );
  });
});
