import { brightness, contrast, createRandom, gamma } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from '../images';
import { expectSound, sampleOf, withImage } from './samples';

const levels = withImage(grey([0, 51, 127, 128, 204, 255]));
const random = createRandom;

describe('brightness', () => {
  it('adds a share of white and saturates', () => {
    const up = brightness({ shiftRange: [0.2, 0.2] })(levels, random(1));
    expect([...up.image.data]).toEqual([51, 102, 178, 179, 255, 255]);
    const down = brightness({ shiftRange: [-0.2, -0.2] })(levels, random(1));
    expect([...down.image.data]).toEqual([0, 0, 76, 77, 153, 204]);
  });

  it('is a sound augmentation', () => expectSound(brightness(), random));
});

describe('contrast', () => {
  // By hand: (x − 127.5) · 0.5 + 127.5, halves to even.
  it('stretches about the middle', () => {
    const flat = contrast({ factorRange: [0.5, 0.5] })(levels, random(1));
    expect([...flat.image.data]).toEqual([64, 89, 127, 128, 166, 191]);
    const steep = contrast({ factorRange: [2, 2] })(levels, random(1));
    expect([...steep.image.data]).toEqual([0, 0, 126, 128, 255, 255]);
  });

  it('is a sound augmentation', () => expectSound(contrast(), random));
});

describe('gamma', () => {
  // By hand: 255 · (x / 255)^2.
  it('bends the values between black and white', () => {
    const dark = gamma({ exponentRange: [2, 2] })(levels, random(1));
    expect([...dark.image.data]).toEqual([0, 10, 63, 64, 163, 255]);
  });

  it('draws brighter as often as darker', () => {
    const stream = random(1);
    const augment = gamma({ exponentRange: [0.5, 2] });
    const brighter = Array.from({ length: 400 }, () => augment(levels, stream).image.data[2]! > 127);
    // Binomial: 200 ± 5 standard deviations of 10.
    expect(Math.abs(brighter.filter(Boolean).length - 200)).toBeLessThan(50);
  });

  it('is a sound augmentation', () => expectSound(gamma(), random));
});

describe('all three', () => {
  it('leave the mask as it is', () => {
    const sample = sampleOf();
    for (const augment of [brightness(), contrast(), gamma()])
      expect(augment(sample, random(1)).mask).toBe(sample.mask);
  });

  it('refuse ranges that are none', () => {
    expect(() => brightness({ shiftRange: [1, 0] })).toThrow(/brightness: shiftRange must be \[low, high\]/);
    expect(() => contrast({ factorRange: [-1, 1] })).toThrow(
      /contrast: factorRange .* 0 ≤ low ≤ high, got \[-1, 1\]/,
    );
    expect(() => gamma({ exponentRange: [0, 1] })).toThrow(/gamma: exponentRange/);
  });
});
