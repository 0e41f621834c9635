import { input, model } from '@tensorflow/tfjs-layers';
import { additiveAspp, aspp, type AsppArgs, type Block } from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock } from '../battery';
import { testAgainstPyTorch } from './reference';

/** Weights of a convolution k×k from a to b channels, without biases, and of a norm of 4 values a channel. */
const kernel = (k: number, a: number, b: number): number => k * k * a * b;
const norm = (c: number): number => 4 * c;

testBlock('aspp', {
  build: () => aspp({ filters: 2, dilations: [2, 5], seed: 4 }),
  inputShape: [2, 6, 4, 3],
  outputShape: [2, 6, 4, 2],
  // 1×1, two of 3×3, the image's 1×1, and the last over all four, each with its norm
  parameters: kernel(1, 3, 2) + 2 * kernel(3, 3, 2) + kernel(1, 3, 2) + kernel(1, 4 * 2, 2) + 5 * norm(2),
});

testBlock('additiveAspp', {
  build: () => additiveAspp({ filters: 2, dilations: [1, 3], seed: 1 }),
  inputShape: [2, 6, 4, 3],
  outputShape: [2, 6, 4, 2],
  // two of 3×3 with biases and norms, and the last 1×1 with biases
  parameters: 2 * (kernel(3, 3, 2) + 2 + norm(2)) + kernel(1, 2, 2) + 2,
});

for (const [name, make] of Object.entries({ aspp, additiveAspp }))
  testAgainstPyTorch(
    name,
    (args: AsppArgs) =>
      ([x], at) =>
        make(args)(x!, at),
  );

function build(block: Block) {
  const x = input({ shape: [null, null, 4] });
  return model({ inputs: x, outputs: block(x, 'a') });
}

describe('aspp', () => {
  it('looks 6, 12 and 18 pixels far by default, and one pixel too when it adds', () => {
    const distances = (block: Block) =>
      build(block)
        .layers.filter(({ name }) => name.endsWith('_pad'))
        .map((layer) => (layer.getConfig().padding as number[][])[0]![0]);
    expect(distances(aspp({ filters: 1 }))).toEqual([6, 12, 18]);
    expect(distances(additiveAspp({ filters: 1 }))).toEqual([6, 12, 18]);
    expect(
      build(additiveAspp({ filters: 1 }))
        .getLayer('a_branch1')
        .getConfig().kernelSize,
    ).toEqual([3, 3]);
  });

  it('takes the norm that is given everywhere', () => {
    for (const make of [aspp, additiveAspp]) {
      const m = build(make({ filters: 1, dilations: [1, 2], norm: (x) => x }));
      expect(m.layers.filter(({ name }) => name.endsWith('norm'))).toEqual([]);
    }
  });

  it('refuses dilations that are none or no distances', () => {
    expect(() => aspp({ filters: 1, dilations: [] })).toThrow(
      new RangeError('aspp: dilations must have at least 1 of them, got 0.'),
    );
    expect(() => additiveAspp({ filters: 1, dilations: [2] })).toThrow(/at least 2 of them, got 1/);
    expect(() => aspp({ filters: 1, dilations: [2, 0] })).toThrow(/each of dilations .* got 0/);
  });
});
