import { compose, createRandom, maybe, type Augmentation } from 'hilum';
import { describe, expect, it } from 'vitest';
import { sampleOf } from './samples';

const append =
  (text: string): Augmentation =>
  (sample, random) => ({ ...sample, name: `${sample.name} ${text}${random.integer(0, 1000)}` });

describe('compose', () => {
  it('goes from left to right, all from one stream', () => {
    const random = createRandom(3);
    const [a, b] = [random.integer(0, 1000), random.integer(0, 1000)];
    expect(compose(append('a'), append('b'))(sampleOf(), createRandom(3)).name).toBe(`a.png a${a} b${b}`);
  });

  it('of nothing changes nothing', () => {
    const sample = sampleOf();
    expect(compose()(sample, createRandom(1))).toBe(sample);
  });
});

describe('maybe', () => {
  it('happens as often as it is told', () => {
    const sample = sampleOf();
    const random = createRandom(5);
    const augment = maybe(0.2, append('x'));
    const count = Array.from({ length: 1000 }, () => augment(sample, random)).filter(
      (s) => s !== sample,
    ).length;
    // Binomial: 200 ± 5 standard deviations of 12.6.
    expect(Math.abs(count - 200)).toBeLessThan(64);
  });

  it('is certain at 1 and never at 0', () => {
    const sample = sampleOf();
    const random = createRandom(5);
    for (let i = 0; i < 50; i++) {
      expect(maybe(1, append('x'))(sample, random)).not.toBe(sample);
      expect(maybe(0, append('x'))(sample, random)).toBe(sample);
    }
  });

  it('refuses what is no probability', () => {
    expect(() => maybe(-0.1, append('x'))).toThrow('maybe: probability must be between 0 and 1, got -0.1.');
  });
});
