import { input, model } from '@tensorflow/tfjs-layers';
import { preactivatedConvBlock, residualBlock, residualStem, type Block } from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock } from '../battery';

// Convolution k×k from a to b: k·k·a·b + b. Batch norm over c channels: 4·c.
testBlock('preactivatedConvBlock', {
  build: () => preactivatedConvBlock({ filters: 3, strides: 2, seed: 1 }),
  inputShape: [2, 8, 8, 2],
  outputShape: [2, 4, 4, 3],
  parameters: 4 * 2 + (9 * 2 * 3 + 3),
});

testBlock('residualBlock', {
  build: () => residualBlock({ filters: 3, strides: 2, seed: 1 }),
  inputShape: [2, 8, 7, 2],
  outputShape: [2, 4, 4, 3],
  // BN(2), 3×3 2 → 3, BN(3), 3×3 3 → 3, shortcut 1×1 2 → 3, BN(3)
  parameters: 8 + 57 + 12 + 84 + 9 + 12,
});

testBlock('residualStem', {
  build: () => residualStem({ filters: 3, seed: 1 }),
  inputShape: [2, 8, 8, 1],
  outputShape: [2, 8, 8, 3],
  // 3×3 1 → 3, BN(3), 3×3 3 → 3, shortcut 1×1 1 → 3, BN(3)
  parameters: 30 + 12 + 84 + 6 + 12,
});

function names(block: Block): string[] {
  const x = input({ shape: [8, 8, 2] });
  return model({ inputs: x, outputs: block(x, 'a') })
    .layers.slice(1)
    .map((layer) => layer.name)
    .sort();
}

describe('the layers of a residual block', () => {
  it('are named after their convolution', () => {
    const second = ['a_conv2', 'a_conv2_norm', 'a_conv2_relu', 'a_shortcut', 'a_shortcut_norm'];
    expect(names(residualBlock({ filters: 2 }))).toEqual([
      'a_add',
      'a_conv1',
      'a_conv1_norm',
      'a_conv1_relu',
      ...second,
    ]);
    expect(names(residualStem({ filters: 2 }))).toEqual(['a_add', 'a_conv1', ...second]);
  });

  it('take the norm that is given everywhere', () => {
    const none: Block = (x) => x;
    expect(names(residualBlock({ filters: 2, norm: none }))).toEqual([
      'a_add',
      'a_conv1',
      'a_conv1_relu',
      'a_conv2',
      'a_conv2_relu',
      'a_shortcut',
    ]);
  });

  it('drop right before the second convolution, and nowhere else', () => {
    const dropped = (block: Block) => names(block).filter((name) => name.endsWith('dropout'));
    expect(dropped(residualBlock({ filters: 2, dropout: 0.2 }))).toEqual(['a_conv2_dropout']);
    expect(dropped(residualStem({ filters: 2, dropout: 0.2 }))).toEqual(['a_conv2_dropout']);
    expect(dropped(preactivatedConvBlock({ filters: 2, dropout: 0.2 }))).toEqual(['a_dropout']);
    expect(dropped(residualBlock({ filters: 2, dropout: 0 }))).toEqual([]);
  });
});
