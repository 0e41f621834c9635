import {
  affine,
  brightness,
  compose,
  contrast,
  createRandom,
  elastic,
  flipHorizontal,
  gamma,
  gaussianNoise,
  gridDistortion,
  maybe,
  oneOf,
  perspective,
  type Augmentation,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectSound, sampleOf } from './samples';

const append =
  (text: string): Augmentation =>
  (sample, random) => ({ ...sample, name: `${sample.name} ${text}${random.integer(0, 1000)}` });

describe('compose', () => {
  it('goes from left to right, each function of your own from a stream of its own', () => {
    const [a, b] = [/^a\.png a(\d+) b(\d+)$/, compose(append('a'), append('b'))] as const;
    const { name } = b(sampleOf(), createRandom(3));
    expect(name).toMatch(a);
    expect(b(sampleOf(), createRandom(3)).name).toBe(name);
    expect(b(sampleOf(), createRandom(4)).name).not.toBe(name);
  });

  it('makes one warp of what changes places, so that a turn and its opposite change nothing', () => {
    const turn = (degrees: number) =>
      affine({ rotationRange: [degrees, degrees], scaleRange: [1, 1], shiftRange: [0, 0] });
    const sample = sampleOf({ size: [31, 22] });
    const back = compose(flipHorizontal({ probability: 1 }), compose(turn(20), maybe(1, turn(-20))));
    const flipped = flipHorizontal({ probability: 1 })(sample, createRandom(1));
    expect(back(sample, createRandom(1)).image.data).toEqual(flipped.image.data);
    expect(turn(-20)(turn(20)(sample, createRandom(1)), createRandom(1))).not.toEqual(sample);
  });

  it('makes one table of changes of tone, with the values of one after another', () => {
    const tones = [gamma(), contrast({ factorRange: [2, 2] }), brightness({ shiftRange: [-0.1, -0.1] })];
    for (const depth of [8, 16, 32]) {
      const sample = sampleOf({ depth });
      const random = createRandom(5);
      const expected = tones.reduce((changed, tone) => tone(changed, random), sample);
      expect(compose(...tones)(sample, createRandom(5))).toEqual(expected);
    }
  });

  it('is a sound augmentation of all kinds at once', () => {
    expectSound(
      compose(flipHorizontal(), affine(), perspective(), gamma(), elastic(), gaussianNoise(), contrast()),
      createRandom,
    );
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

describe('oneOf', () => {
  it('does each as often as the others', () => {
    const random = createRandom(2);
    const augment = oneOf(append('x'), append('y'), append('z'));
    const counts = { x: 0, y: 0, z: 0 };
    for (let i = 0; i < 900; i++) counts[augment(sampleOf(), random).name.charAt(6) as keyof typeof counts]++;
    // Binomial: 300 ± 5 standard deviations of 14.1.
    for (const count of Object.values(counts)) expect(Math.abs(count - 300)).toBeLessThan(71);
  });

  it('is a sound augmentation', () => expectSound(oneOf(elastic(), gridDistortion()), createRandom));

  it('refuses to choose from nothing', () => {
    expect(() => oneOf()).toThrow('oneOf: there must be at least one augmentation, got none.');
  });
});
