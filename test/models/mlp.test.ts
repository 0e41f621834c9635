import { mlp } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testModel } from '../battery';

testModel('mlp', {
  build: () => mlp({ inputUnits: 6, hiddenUnits: [8, 5], classes: 3, seed: 5 }),
  inputShape: [4, 6],
  outputShape: [4, 3],
  parameters: 6 * 8 + 8 + (8 * 5 + 5) + (5 * 3 + 3),
  prefix: 'mlp',
});

describe('mlp', () => {
  it('has 5,056,787 parameters on 25,088 features at its defaults', () => {
    const model = mlp({ inputUnits: 25_088 });
    const widths = [25_088, 200, 120, 80, 50, 20, 5, 2];
    const byHand = widths.slice(1).reduce((sum, width, i) => sum + widths[i]! * width + width, 0);
    expect(byHand).toBe(5_056_787);
    expect(model.countParams()).toBe(5_056_787);
    expect(layerNames(model)).toEqual([
      'mlp_input',
      ...[1, 2, 3, 4, 5, 6].map((i) => `mlp_hidden${i}`),
      'mlp_output',
    ]);
    expect(model.layers.at(-1)!.getConfig()['activation']).toBe('softmax');
    model.dispose();
  });

  it('refuses a number of features below 1', () => {
    expect(() => mlp({ inputUnits: 0 })).toThrow('mlp: inputUnits must be an integer of at least 1, got 0.');
  });
});
