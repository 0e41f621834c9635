import { bootstrapInterval, createRandom, rocCurve } from 'hilum';
import { describe, expect, it } from 'vitest';
import { rocBand } from '../../src/metrics/roc-band';

const args = { level: 0.95, samples: 500, seed: 1 };
const random = createRandom('band');
const labels = Array.from({ length: 120 }, (_, i) => i % 2);
// Of one decimal, so that there are ties.
const scores = labels.map((label) => Math.round(10 * (label + random.normal())) / 10);
const groups = labels.map((_, i) => `${i >> 2}`);

/** The sensitivity at a false positive rate, straight between the points of the curve, the upper end of a step. */
function heightAt(yTrue: number[], yScore: number[], at: number): number {
  const { fpr, tpr } = rocCurve(yTrue, yScore);
  const right = fpr.findIndex((rate) => rate > at + 1e-12);
  if (right < 0) return 1;
  const share = (at - fpr[right - 1]!) / (fpr[right]! - fpr[right - 1]!);
  return tpr[right - 1]! + share * (tpr[right]! - tpr[right - 1]!);
}

describe('rocBand', () => {
  it('is what bootstrapInterval gives of the same resamples, at every rate', () => {
    const band = rocBand(labels, scores, groups, args);
    const cases = labels.map((label, i) => ({ label, score: scores[i]!, group: groups[i]! }));
    expect(band.map(({ fpr }) => fpr)).toEqual(Array.from({ length: 51 }, (_, i) => i / 50));
    for (const at of [0, 5, 12, 25, 40, 50]) {
      const { low, high } = bootstrapInterval(
        (drawn) =>
          heightAt(
            drawn.map(({ label }) => label),
            drawn.map(({ score }) => score),
            at / 50,
          ),
        cases,
        { samples: args.samples, seed: args.seed, group: ({ group }) => group },
      );
      expect(band[at]!.low).toBeCloseTo(low, 10);
      expect(band[at]!.high).toBeCloseTo(high, 10);
    }
  });

  it('is narrower for more patients, not for more images of each', () => {
    const many = <T>(values: readonly T[]): T[] => [...values, ...values, ...values, ...values];
    const width = (band: readonly { low: number; high: number }[]): number =>
      band.reduce((sum, { low, high }) => sum + high - low, 0);
    const once = width(rocBand(labels, scores, groups, args));
    const images = width(rocBand(many(labels), many(scores), many(groups), args));
    const apart = many(labels).map((_, i) => `${i}`);
    const patients = width(rocBand(many(labels), many(scores), apart, args));
    expect(images).toBeCloseTo(once, 10);
    expect(patients).toBeLessThan(0.7 * once);
  });

  it('leaves out resamples without a class, and lies at 1 for perfect scores', () => {
    const band = rocBand([0, 0, 1, 1], [1, 2, 3, 4], ['a', 'b', 'c', 'd'], args);
    for (const { low, high } of band) expect([low, high]).toEqual([1, 1]);
  });
});
