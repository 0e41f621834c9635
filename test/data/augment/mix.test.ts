import { createImage, createRandom, cutMix, mixUp, replay, type Sample } from 'hilum';
import { describe, expect, it } from 'vitest';
import { sampleOf } from './samples';

const flat = (image: number, mask: number): Sample => ({
  name: `${image}`,
  image: createImage({ width: 10, height: 10, data: new Uint8Array(100).fill(image) }),
  mask: createImage({ width: 10, height: 10, data: new Uint8Array(100).fill(mask) }),
});
const black = flat(0, 0);
const partners = [flat(200, 255), flat(100, 255)];

describe('mixUp', () => {
  it('blends image and mask by the share that was drawn', () => {
    const drawn = { name: 'mixUp', partner: 0, share: 0.75 };
    const { image, mask } = replay(mixUp({ partners }), drawn)(black, createRandom(1));
    expect(new Set(image.data)).toEqual(new Set([50]));
    // 63.75 rounded.
    expect(new Set(mask.data)).toEqual(new Set([64]));
  });

  it('draws shares of Beta(α, α)', () => {
    const random = createRandom(1);
    const plan = mixUp({ partners, alpha: 0.4 }).plan!;
    const shares = Array.from(
      { length: 4000 },
      () => (plan.draw(random) as unknown as { share: number }).share,
    );
    const mean = shares.reduce((sum, x) => sum + x, 0) / 4000;
    const variance = shares.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4000;
    // Mean 1/2, variance 1 / (4 · (2α + 1)) = 0.139; 5 standard errors.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(variance - 0.1389)).toBeLessThan(0.01);
  });
});

describe('cutMix', () => {
  it('puts in a rectangle of the share that was drawn, and changes nothing outside', () => {
    const drawn = { name: 'cutMix', partner: 1, share: 0.84, x: 0.5, y: 0.9 };
    const { image, mask } = replay(cutMix({ partners }), drawn)(black, createRandom(1));
    // √0.16 = 0.4 of each side about (5, 9): columns 3 to 6, rows 7 to 9, cut at the rim.
    image.data.forEach((x, i) => {
      const isInside = i % 10 >= 3 && i % 10 <= 6 && Math.floor(i / 10) >= 7;
      expect([x, mask.data[i]]).toEqual(isInside ? [100, 255] : [0, 0]);
    });
  });
});

describe.each([
  ['mixUp', mixUp],
  ['cutMix', cutMix],
])('%s', (name, mixing) => {
  it('gives the same for the same seed, another for another, and leaves what it was given', () => {
    for (const depth of [8, 16, 32]) {
      const others = [2, 3].map((seed) => sampleOf({ seed, depth, channels: 3 }));
      const sample = sampleOf({ depth, channels: 3 });
      const before = structuredClone([sample, ...others]);
      const augment = mixing({ partners: others });
      const first = augment(sample, createRandom(1));
      expect(augment(sample, createRandom(1))).toEqual(first);
      expect([2, 3, 4].map((seed) => augment(sample, createRandom(seed)))).not.toEqual([first, first, first]);
      expect([sample, ...others]).toEqual(before);
    }
  });

  it('refuses partners of another form, none, and targets it knows nothing of', () => {
    const mixed = mixing({ partners });
    expect(() => mixed(sampleOf(), createRandom(1))).toThrow(
      `${name}: images of sample and partner must be alike, got [9, 12, 1] of 8 bits (a.png) and [10, 10, 1] of 8 bits`,
    );
    expect(() => mixing({ partners: [] })).toThrow(`${name}: partners must not be empty.`);
    expect(() => mixing({ partners, alpha: 2 })).toThrow(/alpha must be between 0.05 and 1, got 2/);
    expect(() => mixed({ ...black, targets: {} }, createRandom(1))).toThrow(/must have no targets/);
  });
});
