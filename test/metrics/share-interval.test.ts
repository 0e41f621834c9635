import { wilsonInterval } from 'hilum';
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/metrics/share-interval';
import reference from '../reference/classification.json';

const flags = (values: readonly number[]): boolean[] => values.map(Boolean);

describe('shareOf', () => {
  it.each(reference.clustered)('is Rao and Scott’s for the cases of patients: $share.estimate', (row) => {
    const { right, estimate, low, high } = row.share;
    const found = shareOf(flags(right), row.groups, 0.95)!;
    expect(found.estimate).toBeCloseTo(estimate, 14);
    expect(found.low).toBeCloseTo(low, 10);
    expect(found.high).toBeCloseTo(high, 10);
    expect([found.count, found.total]).toEqual([right.filter(Boolean).length, right.length]);
  });

  it('is Wilson’s where each patient has one case', () => {
    const hits = Array.from({ length: 50 }, (_, i) => i < 45);
    const groups = hits.map((_, i) => `${i}`);
    expect(shareOf(hits, groups, 0.95)).toMatchObject(wilsonInterval(45, 50));
  });

  it('counts a patient once whose cases all agree, also where all patients do', () => {
    const hits = [true, true, false, true];
    const twice = [...hits, ...hits];
    const groups = ['a', 'b', 'c', 'd'];
    const once = wilsonInterval(3, 4);
    const found = shareOf(twice, [...groups, ...groups], 0.95)!;
    // The variance of 4 patients is estimated with 4 / 3, as a sample's is: a little wider.
    expect(found.high - found.low).toBeGreaterThan(once.high - once.low);
    expect(shareOf([true, true, true, true], ['a', 'a', 'b', 'b'], 0.95)).toMatchObject(wilsonInterval(2, 2));
    expect(shareOf([true, false], ['a', 'a'], 0.95)!.low).toBeLessThan(wilsonInterval(1, 2).low);
  });

  it('has nothing to say of no case', () => {
    expect(shareOf([], [], 0.95)).toBeUndefined();
  });
});
