import { createImage, oneHotLabels, stackMasks } from 'hilum';
import { describe, expect, it } from 'vitest';

const grey = (...data: number[]) =>
  createImage({ width: data.length, height: 1, data: Uint8Array.from(data) });

describe('stackMasks', () => {
  it('makes each mask one channel, cut at its own middle', () => {
    const deep = createImage({ width: 3, height: 1, data: Uint16Array.of(32767, 32768, 65535) });
    const floats = createImage({ width: 3, height: 1, data: Float32Array.of(0.5, 0.6, NaN) });
    const stacked = stackMasks([grey(127, 128, 255), deep, floats]);
    expect([stacked.channels, stacked.depth]).toEqual([3, 8]);
    expect([...stacked.data]).toEqual([0, 0, 0, 255, 255, 255, 255, 255, 0]);
  });

  it('refuses none, colours and other sizes', () => {
    expect(() => stackMasks([])).toThrow('stackMasks: masks must hold at least one mask, got none.');
    expect(() => stackMasks([grey(0, 0), grey(0)])).toThrow('got 1×1×1 beside 2×1');
    const colour = createImage({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) });
    expect(() => stackMasks([colour])).toThrow('got 1×1×3 beside 1×1. Use toGrey');
  });
});

describe('oneHotLabels', () => {
  it('gives each label a channel in the order asked for, and the others none', () => {
    expect([...oneHotLabels(grey(0, 1, 2, 7), [7, 1]).data]).toEqual([0, 0, 0, 255, 0, 0, 255, 0]);
  });

  it('refuses colours, no labels and one twice', () => {
    const colour = createImage({ width: 1, height: 1, channels: 2, data: new Uint8Array(2) });
    expect(() => oneHotLabels(colour, [1])).toThrow('oneHotLabels: map must be grey, got 2 channels.');
    expect(() => oneHotLabels(grey(1), [])).toThrow('at least one value and none twice, got [].');
    expect(() => oneHotLabels(grey(1), [1, 1])).toThrow('got [1, 1].');
  });
});
