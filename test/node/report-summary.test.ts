import * as fc from 'fast-check';
import { bestAndWorst, summarizeScores } from 'hilum/node';
import { describe, expect, it } from 'vitest';

const scoreOf = (
  dice: number,
  source?: string,
): { name: string; source: string | undefined; dice: number; iou: number } => ({
  name: `${dice}`,
  source,
  dice,
  iou: dice / 2,
});

describe('summarizeScores', () => {
  it('gives mean, median and worst of Dice and IoU', () => {
    expect(summarizeScores([scoreOf(0.5), scoreOf(1), scoreOf(0.75), scoreOf(0.25)])).toEqual({
      images: 4,
      // (0.5 + 1 + 0.75 + 0.25) / 4, and the mean of 0.5 and 0.75
      dice: { mean: 0.625, median: 0.625, worst: 0.25 },
      iou: { mean: 0.3125, median: 0.3125, worst: 0.125 },
      sources: {},
    });
    expect(summarizeScores([scoreOf(0.5), scoreOf(1), scoreOf(0)]).dice.median).toBe(0.5);
  });

  it('sums up each source by itself, in the order of their names', () => {
    const { images, sources } = summarizeScores([
      scoreOf(0.5, 'Shenzhen'),
      scoreOf(1, 'Montgomery'),
      scoreOf(0.25, 'Shenzhen'),
      scoreOf(0.125),
    ]);
    expect(images).toBe(4);
    expect(Object.keys(sources)).toEqual(['Montgomery', 'Shenzhen']);
    expect(sources.Shenzhen).toEqual({
      images: 2,
      dice: { mean: 0.375, median: 0.375, worst: 0.25 },
      iou: { mean: 0.1875, median: 0.1875, worst: 0.125 },
    });
  });

  it('gives NaN for an empty list', () => {
    expect(summarizeScores([])).toMatchObject({ images: 0, dice: { mean: NaN, median: NaN, worst: NaN } });
  });
});

describe('bestAndWorst', () => {
  const items = fc.array(fc.record({ dice: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 40 });

  it('lists the worst first and the best first', () => {
    const { best, worst } = bestAndWorst(
      [0.5, 0.9, 0.7, 0.6, 0.8].map((dice) => ({ dice })),
      2,
    );
    expect(worst.map(({ dice }) => dice)).toEqual([0.5, 0.6]);
    expect(best.map(({ dice }) => dice)).toEqual([0.9, 0.8]);
  });

  it('shows an item once, and all of them where there is room', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 25 }), (all, count) => {
        const { best, worst } = bestAndWorst(all, count);
        expect(new Set([...best, ...worst]).size).toBe(best.length + worst.length);
        expect(best.length).toBe(Math.min(count, Math.ceil(all.length / 2)));
        expect(worst.length).toBe(Math.min(count, Math.floor(all.length / 2)));
        expect(Math.max(...worst.map(({ dice }) => dice))).toBeLessThanOrEqual(
          Math.min(...best.map(({ dice }) => dice)),
        );
      }),
    );
  });

  it('leaves the list as it was', () => {
    const all = [{ dice: 0.9 }, { dice: 0.1 }];
    bestAndWorst(all);
    expect(all).toEqual([{ dice: 0.9 }, { dice: 0.1 }]);
  });
});
