import { compose, createImage, createRandom, gaussianNoise, poissonNoise, referenceNoise } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectSound, sampleOf, withImage } from './samples';

const random = createRandom;
const flat = (value: number, depth: 8 | 32 = 8) => {
  const length = 200 * 200;
  const data = depth === 8 ? new Uint8Array(length) : new Float32Array(length);
  return withImage(createImage({ width: 200, height: 200, data: data.fill(value) }));
};
const moments = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
  return { mean, std: Math.sqrt(list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / list.length) };
};

describe('gaussianNoise', () => {
  it('has the standard deviation it is told, about the old value', () => {
    const { mean, std } = moments(
      gaussianNoise({ stdRange: [0.05, 0.05] })(flat(0.5, 32), random(1)).image.data,
    );
    // Of 4,096 draws: mean ± 4 · 0.05 / 64, deviation ± 4 · 0.05 / 90.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.0032);
    expect(Math.abs(std - 0.05)).toBeLessThan(0.0023);
  });

  it('gives neighbours values of their own', () => {
    const { data } = gaussianNoise({ stdRange: [1, 1] })(flat(0, 32), random(2)).image;
    for (const step of [1, 200]) {
      let sum = 0;
      for (let i = step; i < data.length; i++) sum += data[i]! * data[i - step]!;
      // The correlation of 40,000 independent pairs is 0 ± 5 · 0.005.
      expect(Math.abs(sum / data.length)).toBeLessThan(0.03);
    }
  });

  it('saturates at black and white', () => {
    const { data } = gaussianNoise({ stdRange: [1, 1] })(flat(250), random(1)).image;
    expect([Math.min(...data), Math.max(...data)]).toEqual([0, 255]);
  });

  it('differs between two in a row, and draws as much whatever the size of the image', () => {
    const twice = compose(gaussianNoise({ stdRange: [0.1, 0.1] }), (sample, stream) => {
      const again = gaussianNoise({ stdRange: [0.1, 0.1] })(flat(128), stream);
      expect(again.image).not.toEqual(sample.image);
      return { ...sample, name: `${stream.integer(0, 1e9)}` };
    });
    expect(twice(flat(128), random(4)).name).toBe(twice(sampleOf(), random(4)).name);
  });

  it('is a sound augmentation', () => expectSound(gaussianNoise({ stdRange: [0.01, 0.1] }), random));

  it('refuses a range below 0', () => {
    expect(() => gaussianNoise({ stdRange: [-1, 0] })).toThrow(/gaussianNoise: stdRange/);
  });
});

describe('poissonNoise', () => {
  it.each([
    [0.04, 100],
    [0.5, 100],
    [0.5, 1000],
  ])('keeps the mean %d of white, with the deviation of %d photons', (x, photons) => {
    const { data } = poissonNoise({ photonsRange: [photons, photons] })(flat(x, 32), random(1)).image;
    const { mean, std } = moments(data);
    // Poisson: the variance of k is its mean; 40,000 draws, 5 standard errors.
    const expected = Math.sqrt(x / photons);
    expect(Math.abs(mean - x)).toBeLessThan((5 * expected) / 200);
    expect(Math.abs(std / expected - 1)).toBeLessThan(0.03);
    expect(data.every((value) => Math.abs(value * photons - Math.round(value * photons)) < 1e-3)).toBe(true);
  });

  it('leaves black black', () => {
    expect(new Set(poissonNoise()(flat(0), random(1)).image.data)).toEqual(new Set([0]));
  });

  it('is a sound augmentation', () => expectSound(poissonNoise(), random));

  it('refuses less than a photon', () => {
    expect(() => poissonNoise({ photonsRange: [0, 1] })).toThrow(/poissonNoise: photonsRange/);
  });
});

describe('referenceNoise', () => {
  it('adds 0 to 25.4, rounded half to even, evenly', () => {
    const { data } = referenceNoise()(flat(100), random(1)).image;
    expect([Math.min(...data), Math.max(...data)]).toEqual([100, 125]);
    // k = 0 … 254: mean 12.7, deviation 0.1 · √((255² − 1) / 12) = 7.36.
    const { mean, std } = moments(data);
    expect(Math.abs(mean - 112.7)).toBeLessThan(0.2);
    expect(Math.abs(std - 7.36)).toBeLessThan(0.1);
  });

  it('saturates at white', () => {
    expect(Math.max(...referenceNoise()(flat(250), random(1)).image.data)).toBe(255);
  });

  it('is a sound augmentation', () => expectSound(referenceNoise(), random));
});
