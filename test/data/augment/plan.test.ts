import { affine, compose, createAugmentation, createRandom, type Sample } from 'hilum';
import { describe, expect, it } from 'vitest';
import { apply, planOf } from '../../../src/data/augment/plan';
import { grey } from '../images';
import { sampleOf, withImage } from './samples';

const turn = createAugmentation({
  name: 'turn',
  change: () => ({
    geometry: ({ width, height }) => ({
      size: { width: height, height: width },
      from: [0, 1, 0, -1, 0, height - 1, 0, 0, 1],
    }),
  }),
});

describe('createAugmentation', () => {
  it('takes part in a warp and may change the size', () => {
    const { image, mask } = turn(withImage(grey([1, 2, 3], [4, 5, 6])), createRandom(1));
    expect([image.width, image.height, ...image.data]).toEqual([2, 3, 4, 1, 5, 2, 6, 3]);
    expect(mask).toEqual(image);
    expect(compose(turn, turn, turn, turn)(sampleOf(), createRandom(1))).toEqual(sampleOf());
  });

  it('hands its numbers over', () => {
    const lift = createAugmentation({
      name: 'lift',
      draw: (random) => ({ by: random.integer(5, 6) }),
      change: ({ by }) => ({ tone: () => (x) => x + by }),
    });
    expect([...lift(withImage(grey([1, 253])), createRandom(1)).image.data]).toEqual([6, 255]);
    expect(lift.plan!.draw(createRandom(1))).toEqual({ name: 'lift', by: 5 });
  });
});

describe('planOf', () => {
  it('gives a plain function a seed of its own', () => {
    const own = (sample: Sample, random: { integer(low: number, high: number): number }): Sample => ({
      ...sample,
      name: `${random.integer(0, 1e9)}`,
    });
    const plan = planOf(own);
    const drawn = plan.draw(createRandom(1));
    expect(drawn).toEqual({ name: 'own', seed: expect.any(Number) as number });
    const { name } = apply(plan.changes(drawn), sampleOf());
    expect(apply(plan.changes(drawn), sampleOf()).name).toBe(name);
  });

  it('refuses numbers of another', () => {
    expect(() => planOf(affine()).changes({ name: 'turn' })).toThrow(
      'replay: drawn must be of this augmentation (affine), got {"name":"turn"}. Replay it with the one that drew it.',
    );
  });
});

describe('apply', () => {
  it('of nothing gives the sample itself', () => {
    const sample = sampleOf();
    expect(apply([], sample)).toBe(sample);
  });
});
