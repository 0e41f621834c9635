import { createImage, createRandom, elastic, type Displacement } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectSound, withImage } from './samples';

const random = createRandom;
/** The displacement that a seed gives on an image of that size. */
const fieldOf = (augment: ReturnType<typeof elastic>, seed: number, width: number, height: number) => {
  const [change] = augment.plan!.changes(augment.plan!.draw(random(seed)));
  return (change as { geometry: (size: object) => { from: Displacement } }).geometry({ width, height }).from;
};

describe('elastic', () => {
  it('displaces with the standard deviation it is told, at the rim as in the middle', () => {
    const augment = elastic({ amplitudeRange: [0.02, 0.02], smoothness: 0.05 });
    const squares: number[] = [];
    const rim: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const { columns, rows, offsets } = fieldOf(augment, seed, 200, 300);
      offsets.forEach((d, i) => {
        const row = Math.floor(i / 2 / columns);
        (row === 0 || row === rows - 1 ? rim : squares).push(d * d);
      });
    }
    const std = (of: number[]): number => Math.sqrt(of.reduce((sum, x) => sum + x, 0) / of.length);
    // A share of the shorter side: 4 pixels; some 200 independent places a field.
    expect(std(squares)).toBeGreaterThan(3.7);
    expect(std(squares)).toBeLessThan(4.3);
    expect(std(rim)).toBeGreaterThan(3.3);
    expect(std(rim)).toBeLessThan(4.7);
  });

  it('is smooth: neighbouring nodes, a third of a deviation apart, move alike', () => {
    const { columns, offsets } = fieldOf(elastic({ amplitudeRange: [0.02, 0.02] }), 1, 256, 256);
    // exp(−(1/3)² / 4) = 0.97 is the correlation of neighbours.
    let [same, product] = [0, 0];
    for (let i = 0; i < columns * 2 - 2; i++) {
      same += offsets[i]! ** 2;
      product += offsets[i]! * offsets[i + 2]!;
    }
    expect(product / same).toBeGreaterThan(0.9);
  });

  it('of no amplitude changes nothing', () => {
    const data = Uint8Array.from({ length: 400 }, (_, i) => (i * 91) % 256);
    const sample = withImage(createImage({ width: 20, height: 20, data }));
    expect(elastic({ amplitudeRange: [0, 0] })(sample, random(1))).toEqual(sample);
  });

  it('is a sound augmentation', () => {
    expectSound(elastic({ amplitudeRange: [0.05, 0.1] }), random);
  });

  it('refuses what is too rough, and amplitudes below 0', () => {
    expect(() => elastic({ smoothness: 0 })).toThrow(
      'elastic: smoothness must be between 0.02 and 1, got 0.',
    );
    expect(() => elastic({ amplitudeRange: [-1, 0] })).toThrow(/elastic: amplitudeRange/);
  });
});
