import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram, lineChart, niceTicks } from '../../src/node/charts';

describe('niceTicks', () => {
  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.03, 0.68, 4, [0, 0.2, 0.4, 0.6, 0.8]],
    [0.91, 0.97, 4, [0.9, 0.92, 0.94, 0.96, 0.98]],
    [0.00025, 0.001, 4, [0.0002, 0.0004, 0.0006, 0.0008, 0.001]],
    [-3, 4, 4, [-4, -2, 0, 2, 4]],
    [1200, 5300, 4, [1000, 2000, 3000, 4000, 5000, 6000]],
  ])('between %d and %d, about %d of them, are round', (min, max, count, ticks) => {
    expect(niceTicks(min, max, count)).toEqual(ticks);
  });

  it('are whole numbers where the smallest step is 1', () => {
    expect(niceTicks(0, 1, 4, 1)).toEqual([0, 1]);
    expect(niceTicks(0, 3, 4, 1)).toEqual([0, 1, 2, 3]);
  });

  it('give a flat line room on both sides', () => {
    for (const value of [0, 1, -2, 1e-6]) {
      const ticks = niceTicks(value, value, 4);
      expect(ticks[0]).toBeLessThan(value);
      expect(ticks.at(-1)).toBeGreaterThan(value);
    }
  });

  it('always reach around the values, in few steps', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (min, spread) => {
          const ticks = niceTicks(min, min + spread, 5);
          const slack = spread * 1e-4;
          expect(ticks[0]).toBeLessThanOrEqual(min + slack);
          expect(ticks.at(-1)).toBeGreaterThanOrEqual(min + spread - slack);
          expect(ticks.length).toBeGreaterThanOrEqual(3);
          expect(ticks.length).toBeLessThanOrEqual(11);
        },
      ),
    );
  });
});

/** The numbers of an attribute, in the order of the elements. */
const numbers = (svg: string, pattern: RegExp): number[] =>
  [...svg.matchAll(pattern)].map((match) => Number(match[1]));

describe('lineChart', () => {
  const format = String;

  it('draws the first epoch at the left, the last at the right, and higher values higher', () => {
    const { text } = lineChart({
      label: 'Loss',
      series: [{ name: 'training', style: 'solid', values: [1, 0.5, 0] }],
      format,
    });
    const x = numbers(text, /<circle cx="([\d.]+)"/g);
    const y = numbers(text, / cy="([\d.]+)"/g);
    expect(x).toEqual([52, 209, 366]);
    // 10 is the top and 183 the bottom of the frame.
    expect(y).toEqual([10, 96.5, 183]);
    expect(text).toContain('M52,10L209,96.5L366,183');
  });

  it('leaves a gap where a value is not finite', () => {
    const { text } = lineChart({
      label: 'Loss',
      series: [{ name: 'training', style: 'solid', values: [1, NaN, 0, 0.5, Infinity] }],
      format,
    });
    expect(/ d="([^"]*)"/.exec(text)![1]).toMatch(/^M[\d.,]+M[\d.,]+L[\d.,]+$/);
    expect(text).not.toMatch(/NaN|Infinity/);
  });

  it('shows a single epoch as a dot in the middle', () => {
    const { text } = lineChart({
      label: 'Loss',
      series: [{ name: 'training', style: 'solid', values: [0.4] }],
      format,
    });
    expect(numbers(text, /<circle cx="([\d.]+)"/g)).toEqual([209]);
    expect(text).toContain('<title>epoch 1, training: 0.4</title>');
  });

  it('says in words what it shows, and what each dot is', () => {
    const { text } = lineChart({
      label: 'Loss by epoch',
      series: [
        { name: 'training', style: 'dashed', values: [0.5, 0.25] },
        { name: 'validation', style: 'solid', values: [0.6, 0.35] },
      ],
      format,
    });
    expect(text).toMatch(/^<svg\s[^>]*role="img"\s[^>]*aria-label="Loss by epoch"/);
    expect(text).toContain('<title>epoch 2, validation: 0.35</title>');
  });
});

describe('histogram', () => {
  const draw = (values: number[]): string => histogram({ label: 'Dice', xTitle: 'Dice', values }).text;
  const bars = (values: number[]): string[] =>
    [...draw(values).matchAll(/<title>([^<]*)<\/title>/g)].map((match) => match[1]!);

  it('counts each score once, 1 in the last bin, a limit in the bin above it', () => {
    const counts = bars([0.8, 0.805, 0.81, 1, 1]);
    expect(counts.slice(0, 3)).toEqual(['0.8 to 0.81: 2', '0.81 to 0.82: 1', '0.82 to 0.83: 0']);
    expect(counts.at(-1)).toBe('0.99 to 1: 2');
  });

  it('chooses bins by the lowest score, few enough to read', () => {
    expect(bars([0.99])[0]).toBe('0.975 to 0.98: 0');
    expect(bars([0.8])).toHaveLength(20);
    expect(bars([0.8])[0]).toBe('0.8 to 0.81: 1');
    expect(bars([0.6])[0]).toBe('0.6 to 0.62: 1');
    expect(bars([0, 1])).toHaveLength(20);
  });

  it('draws bars as high as their counts', () => {
    const heights = numbers(draw([0.8, 0.8, 0.95]), /<rect\s[^>]*height="([\d.]+)"/g);
    // Two is the top of the axis, 173 units high.
    expect(heights[0]).toBe(173);
    expect(heights[15]).toBe(86.5);
  });

  it('holds every score, wherever they lie', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (values) => {
          const counts = bars(values).map((bar) => Number(bar.split(': ')[1]));
          expect(counts.reduce((sum, count) => sum + count)).toBe(values.length);
        },
      ),
    );
  });
});
