import { adjustBrightnessContrast, brightnessContrast, createRandom, gainBias, replay } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from '../images';
import { expectSound, sampleOf, withImage } from './samples';

const levels = withImage(grey([0, 100, 127, 200, 255]));

describe('brightnessContrast', () => {
  it('is the first contrast variant of the reference pipeline by default', () => {
    // By hand: x · 215/255, rounded, then f = 131 · 7 / (127 · 251) = 0.0288: 127 + (x − 127) · f.
    expect([...brightnessContrast()(levels, createRandom(1)).image.data]).toEqual([123, 126, 126, 128, 130]);
  });

  it('turns the knobs as far as was drawn', () => {
    const knobs = { brightness: 30, contrast: 20 };
    const { image } = replay(brightnessContrast(), { name: 'brightnessContrast', ...knobs })(
      levels,
      createRandom(1),
    );
    expect(image).toEqual(adjustBrightnessContrast(levels.image, knobs));
  });

  it('is a sound augmentation', () => {
    expectSound(brightnessContrast({ brightnessRange: [-40, 40], contrastRange: [-30, 30] }), createRandom);
  });

  it('refuses knobs beyond their ends', () => {
    expect(() => brightnessContrast({ contrastRange: [0, 131] })).toThrow(/contrastRange .* ≤ 130/);
  });
});

describe('gainBias', () => {
  it('is the second contrast variant of the reference pipeline by default', () => {
    // By hand: 1.5 · x + 0.7.
    expect([...gainBias()(levels, createRandom(1)).image.data]).toEqual([1, 151, 191, 255, 255]);
  });

  it('is a sound augmentation', () => expectSound(gainBias({ gainRange: [0.5, 1.5] }), createRandom));

  it('leaves the mask and refuses ranges that are none', () => {
    const sample = sampleOf();
    expect(gainBias()(sample, createRandom(1)).mask).toBe(sample.mask);
    expect(() => gainBias({ biasRange: [1, 0] })).toThrow(/gainBias: biasRange/);
  });
});
