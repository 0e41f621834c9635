import { createRandom, delongInterval, delongTest, rocAuc } from 'hilum';
import { describe, expect, it } from 'vitest';
import { midranks } from '../../src/metrics/delong';
import reference from '../reference/classification.json';

const rows = reference.binary.flatMap(({ yTrue, delong }) => (delong ? [{ yTrue, ...delong }] : []));

describe.each(reference.clustered)('with groups', ({ groups, yTrue, first, second, ...expected }) => {
  it(`is Obuchowski’s definition over all pairs: p = ${expected.pValue}`, () => {
    const found = delongTest(yTrue, first, second, { groups });
    expect(found.aucs[0]).toBeCloseTo(expected.aucs[0]!, 13);
    expect(found.variance).toBeCloseTo(expected.variance, 13);
    expect(found.pValue).toBeCloseTo(expected.pValue, 9);
    [first, second].forEach((score, i) => {
      expect(delongInterval(yTrue, score, { groups }).variance).toBeCloseTo(expected.variances[i]!, 13);
    });
  });

  it('is DeLong’s where every case is a group of its own', () => {
    const alone = delongTest(yTrue, first, second, { groups: yTrue.map((_, i) => `${i}`) });
    const plain = delongTest(yTrue, first, second);
    expect(alone.variance).toBeCloseTo(plain.variance, 14);
    expect(alone.pValue).toBeCloseTo(plain.pValue, 12);
  });
});

describe('groups', () => {
  it('do not let a case shown twice count as two', () => {
    const { yTrue, first } = reference.clustered[2]!;
    const twice = <T>(values: readonly T[]): T[] => [...values, ...values];
    const groups = twice(yTrue.map((_, i) => `${i}`));
    const once = delongInterval(yTrue, first).variance;
    expect(delongInterval(twice(yTrue), twice(first), { groups }).variance).toBeCloseTo(once, 14);
    expect(delongInterval(twice(yTrue), twice(first)).variance).toBeLessThan(0.6 * once);
  });

  it('are one for each case, and two with a case of each class', () => {
    const [labels, scores] = [
      [0, 0, 1, 1],
      [1, 3, 2, 4],
    ];
    expect(() => delongInterval(labels, scores, { groups: ['a'] })).toThrow(
      'delongInterval: groups must name the group of each of 4 cases, got 1.',
    );
    expect(() => delongInterval(labels, scores, { groups: ['a', 'b', 'c', 'c'] })).toThrow(
      'delongInterval: groups must be two with a case of each class at least, got 1 of class 1.',
    );
  });
});

describe('delongTest', () => {
  it.each(rows)(
    'is DeLong’s definition over all pairs: p = $pValue',
    ({ yTrue, first, second, ...expected }) => {
      const found = delongTest(yTrue, first, second);
      expect(found.aucs[0]).toBeCloseTo(expected.aucs[0]!, 13);
      expect(found.aucs[1]).toBeCloseTo(expected.aucs[1]!, 13);
      expect(found.variance).toBeCloseTo(expected.variance, 13);
      expect(found.z).toBeCloseTo(expected.z, 9);
      expect(found.pValue).toBeCloseTo(expected.pValue, 9);
      expect(found.difference).toBe(found.aucs[0] - found.aucs[1]);
      expect(found.high - found.difference).toBeCloseTo(1.959963984540054 * Math.sqrt(expected.variance), 12);
      expect(found.difference - found.low).toBeCloseTo(found.high - found.difference, 12);
    },
  );

  it('looks at ranks alone, and changes its sign with the order', () => {
    const { yTrue, first, second } = rows[0]!;
    const found = delongTest(yTrue, first, second);
    const stretched = delongTest(yTrue, first.map(Math.exp), second);
    expect(stretched).toEqual(found);
    const turned = delongTest(yTrue, second, first);
    expect([turned.z, turned.pValue]).toEqual([-found.z, found.pValue]);
  });

  it('finds no difference between equal ranks, and a certain one between right and wrong', () => {
    const labels = [0, 0, 1, 1];
    expect(delongTest(labels, [1, 2, 3, 4], [10, 20, 30, 40])).toEqual({
      aucs: [1, 1],
      difference: 0,
      variance: 0,
      z: 0,
      pValue: 1,
      low: 0,
      high: 0,
    });
    expect(delongTest(labels, [1, 2, 3, 4], [4, 3, 2, 1])).toMatchObject({
      difference: 1,
      z: Infinity,
      pValue: 0,
    });
  });

  it('calls equal models different as often as its level says', () => {
    const random = createRandom('null');
    let small = 0;
    for (let run = 0; run < 400; run++) {
      const labels = Array.from({ length: 80 }, (_, i) => i % 2);
      const signal = labels.map((label) => label + random.normal());
      const noisy = (): number[] => signal.map((value) => value + random.normal(0, 0.7));
      small += Number(delongTest(labels, noisy(), noisy()).pValue < 0.1);
    }
    // 40 of 400, give or take three standard errors of 6.
    expect(small).toBeGreaterThan(40 - 18);
    expect(small).toBeLessThan(40 + 18);
  });

  it('refuses a class of one, and names the score that is wrong', () => {
    expect(() => delongTest([0, 0, 1], [1, 2, 3], [1, 2, 3])).toThrow(
      new RangeError(
        'delongTest: yTrue must hold two cases of each class, got 2 of class 0 and 1 of class 1.',
      ),
    );
    expect(() => delongTest([0, 0, 1, 1], [1, 2, 3, 4], [1, 2, 3])).toThrow(
      'delongTest: yTrue and second must be of one length, got 4 and 3.',
    );
    expect(() => delongTest([0, 0, 1, 1], [1, NaN, 3, 4], [1, 2, 3, 4])).toThrow(
      'delongTest: first must hold finite numbers, got NaN at 1.',
    );
    expect(() => delongTest([0, 0, 1, 1], [1, 2, 3, 4], [1, 2, 3, 4], { level: 0 })).toThrow(
      'delongTest: level must be between 0 and 1, got 0.',
    );
  });
});

describe('delongInterval', () => {
  it.each(rows)('has the variance of the definition: $variances', ({ yTrue, first, aucs, variances }) => {
    const { auc, variance, low, high } = delongInterval(yTrue, first, { level: 0.9 });
    expect(auc).toBeCloseTo(aucs[0]!, 13);
    expect(auc).toBeCloseTo(rocAuc(yTrue, first), 13);
    expect(variance).toBeCloseTo(variances[0]!, 13);
    // scipy.stats.norm.ppf(0.95)
    expect(high - auc).toBeCloseTo(Math.min(1.6448536269514722 * Math.sqrt(variance), 1 - auc), 12);
    expect(auc - low).toBeCloseTo(1.6448536269514722 * Math.sqrt(variance), 12);
  });

  it('has the variance that AUCs of fresh samples have', () => {
    const random = createRandom('fresh');
    const labels = Array.from({ length: 120 }, (_, i) => Number(i % 3 === 0));
    const runs = Array.from({ length: 300 }, () =>
      delongInterval(
        labels,
        labels.map((label) => label + random.normal()),
      ),
    );
    const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
    const center = mean(runs.map(({ auc }) => auc));
    const spread = mean(runs.map(({ auc }) => (auc - center) ** 2));
    // The variance of 300 draws is good to √(2/300) = 8 %; three times that.
    expect(Math.abs(mean(runs.map(({ variance }) => variance)) / spread - 1)).toBeLessThan(0.25);
  });

  it('stays within [0, 1]', () => {
    expect(delongInterval([0, 0, 0, 1, 1, 1], [1, 2, 4, 3, 5, 6]).high).toBe(1);
    expect(delongInterval([0, 0, 1, 1], [1, 2, 3, 4])).toEqual({ auc: 1, variance: 0, low: 1, high: 1 });
  });

  it('refuses a single class, by name', () => {
    expect(() => delongInterval([1, 1], [1, 2])).toThrow(
      new RangeError('delongInterval: yTrue must hold cases of both classes, got 2 of class 1 alone.'),
    );
  });
});

describe('midranks', () => {
  it('counts from 1 and shares the mean among equals', () => {
    // scipy.stats.rankdata([3, 1, 3, 2, 3])
    expect([...midranks(Float64Array.of(3, 1, 3, 2, 3))]).toEqual([4, 1, 4, 2, 4]);
    expect([...midranks(Float64Array.of(5, 5))]).toEqual([1.5, 1.5]);
  });
});
