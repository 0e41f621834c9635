import { bcaInterval, bootstrapInterval, createRandom, rocAuc } from 'hilum';
import { describe, expect, it } from 'vitest';
import { bcaTails } from '../../src/metrics/bootstrap';
import { quantile } from '../../src/core/quantile';
import reference from '../reference/classification.json';

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const normals = (seed: string, count: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.normal(3, 2));
};

describe.each([bootstrapInterval, bcaInterval])('$name', (interval) => {
  it('is the same for the same seed, and another for another', () => {
    const values = normals('seed', 30);
    const found = interval(mean, values, { samples: 300, seed: 'a' });
    expect(interval(mean, values, { samples: 300, seed: 'a' })).toEqual(found);
    expect(interval(mean, values, { samples: 300, seed: 'b' }).low).not.toBe(found.low);
  });

  it('of a mean has the width that theory gives it', () => {
    const values = normals('width', 400);
    const found = interval(mean, values, { samples: 3000, level: 0.9 });
    const variance = mean(values.map((value) => (value - mean(values)) ** 2));
    // 2 · 1.645 standard errors; the quantiles of 3000 resamples are good to some 3 %.
    expect((found.high - found.low) / Math.sqrt(variance / 400) / (2 * 1.6449)).toBeCloseTo(1, 1);
    expect(found.estimate).toBe(mean(values));
    expect(found).toMatchObject({ samples: 3000, skipped: 0 });
  });

  it('holds the truth about as often as its level says', () => {
    let hits = 0;
    for (let run = 0; run < 200; run++) {
      const { low, high } = interval(mean, normals(`run ${run}`, 50), {
        samples: 200,
        level: 0.8,
        seed: run,
      });
      hits += Number(low <= 3 && 3 <= high);
    }
    // 160 of 200, give or take three standard errors of 5.7.
    expect(hits).toBeGreaterThan(160 - 17);
    expect(hits).toBeLessThan(160 + 17);
  });

  it('draws patients whole, so that copies of a case make nothing surer', () => {
    const values = normals('groups', 20);
    const copies = values.flatMap((value, i) =>
      Array.from({ length: 5 }, () => ({ patient: `${i}`, value })),
    );
    const of = (items: { value: number }[]): number => mean(items.map(({ value }) => value));
    const args = { samples: 400, seed: 1 };
    const once = interval(mean, values, args);
    const grouped = interval(of, copies, { ...args, group: ({ patient }) => patient });
    expect(grouped.low).toBeCloseTo(once.low, 10);
    expect(grouped.high).toBeCloseTo(once.high, 10);
    const apart = interval(of, copies, args);
    expect(apart.high - apart.low).toBeLessThan((once.high - once.low) / 1.6);
    const sizes = new Set<number>();
    interval((items: { value: number }[]) => (sizes.add(items.length % 5), of(items) + 0), copies, {
      ...args,
      group: ({ patient }) => patient,
    });
    expect([...sizes]).toEqual([0]);
  });

  it('gives items to the statistic as they are, lists too', () => {
    const pairs = normals('pairs', 12).map((value): [number, number] => [value, value + 1]);
    const difference = (drawn: [number, number][]): number => mean(drawn.map(([a, b]) => b - a));
    const found = interval(difference, pairs, { samples: 20 });
    for (const value of [found.estimate, found.low, found.high]) expect(value).toBeCloseTo(1, 12);
  });

  it('leaves out resamples of one class, and counts them', () => {
    const labels = [1, 1, ...Array<number>(10).fill(0)];
    const cases = labels.map((label, i) => ({ label, score: i === 1 ? 5.5 : -i }));
    const auc = (drawn: typeof cases): number =>
      rocAuc(
        drawn.map(({ label }) => label),
        drawn.map(({ score }) => score),
      );
    const found = interval(
      auc,
      cases.map((item, i) => (i === 6 ? { ...item, score: 3 } : item)),
      { samples: 1000 },
    );
    expect(found.samples + found.skipped).toBe(1000);
    // No positive among 12 draws: (10/12)^12 = 11.2 %, give or take four standard errors of 1 %.
    expect(found.skipped / 1000).toBeGreaterThan(0.112 - 0.04);
    expect(found.skipped / 1000).toBeLessThan(0.112 + 0.04);
  });

  it('says so when the statistic has no value for the items, or for most resamples', () => {
    expect(() => interval(() => NaN, [1, 2])).toThrow(
      new Error(`${interval.name}: the statistic of the items must be finite, got NaN.`),
    );
    const broken = (): number => {
      throw new TypeError('mine');
    };
    expect(() => interval(broken, [1, 2])).toThrow(new TypeError('mine'));
    const picky = (items: number[]): number => (new Set(items).size === 6 ? 1 : NaN);
    expect(() => interval(picky, [1, 2, 3, 4, 5, 6], { samples: 50 })).toThrow(
      /: the statistic must be finite for at least half of the resamples, got \d of 50\. There are too few cases/,
    );
  });

  it('refuses nothing to draw from, no samples and a level that is no share', () => {
    expect(() => interval(mean, [])).toThrow(
      new RangeError(`${interval.name}: items must hold at least one, got none.`),
    );
    expect(() => interval(mean, [1], { samples: 0 })).toThrow(
      'samples must be an integer of at least 1, got 0.',
    );
    expect(() => interval(mean, [1], { level: 1 })).toThrow('level must be between 0 and 1, got 1.');
  });
});

describe('bootstrapInterval', () => {
  it('is between quantiles of the statistics of the resamples', () => {
    const seen: number[] = [];
    const found = bootstrapInterval((items) => (seen.push(mean(items)), seen.at(-1)!), [1, 2, 3, 5], {
      samples: 101,
      level: 0.8,
    });
    const sorted = Float64Array.from(seen.slice(1)).sort();
    expect([found.low, found.high]).toEqual([
      quantile(sorted, (1 - 0.8) / 2),
      quantile(sorted, 1 - (1 - 0.8) / 2),
    ]);
  });
});

describe('bcaInterval', () => {
  it.each(reference.bca)('lies between the quantiles of SciPy’s: $low to $high at $level', (row) => {
    const values = Float64Array.from(row.values).sort();
    const tails = bcaTails(values, row.estimate, row.leftOneOut, row.level);
    expect(quantile(values, tails[0])).toBeCloseTo(row.low, 10);
    expect(quantile(values, tails[1])).toBeCloseTo(row.high, 10);
  });

  it('reaches farther to the long side of a skewed statistic than percentiles do', () => {
    const random = createRandom('skewed');
    const values = Array.from({ length: 25 }, () => -Math.log(1 - random.uniform()));
    const args = { samples: 2000, seed: 1 };
    expect(bcaInterval(mean, values, args).high).toBeGreaterThan(bootstrapInterval(mean, values, args).high);
  });

  it('does without the cases that cannot be left out', () => {
    const cases = [1, 0, 0, 0, 0].map((label, i) => ({ label, score: [2, 1, 3, 0, 1.5][i]! }));
    const auc = (drawn: typeof cases): number =>
      rocAuc(
        drawn.map(({ label }) => label),
        drawn.map(({ score }) => score),
      );
    const { low, high, skipped } = bcaInterval(auc, cases, { samples: 500 });
    expect(low).toBeLessThan(high);
    expect(skipped).toBeGreaterThan(0);
  });

  it('says so when the estimate lies at the end of all resamples', () => {
    const highest = (items: number[]): number => new Set(items).size;
    expect(() => bcaInterval(highest, normals('end', 40), { samples: 50 })).toThrow(
      new Error(
        'bcaInterval: resamples must lie on both sides of the estimate, got all on one. Take bootstrapInterval.',
      ),
    );
  });
});
