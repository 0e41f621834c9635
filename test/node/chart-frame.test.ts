import { describe, expect, it } from 'vitest';
import { chartFrame, plotWidth, round, tickLabel } from '../../src/node/chart-frame';

describe('chartFrame', () => {
  const frame = chartFrame(100);

  it('places shares of width and height, upwards', () => {
    expect([frame.left(0), frame.left(1)]).toEqual([52, 52 + plotWidth]);
    expect([frame.top(0), frame.top(1)]).toEqual([110, 10]);
  });

  it('is as high as the plot and its axes, and square where the plot is', () => {
    expect(frame.drawing('words', 'x', []).text).toContain('viewBox="0 0 380 152"');
    expect(frame.drawing('words', 'x', []).text).toContain('class="chart"');
    expect(chartFrame(plotWidth).drawing('words', 'x', []).text).toContain('class="chart square"');
  });

  it('labels both axes', () => {
    expect(frame.verticalAxis([0, 0.5], frame.top).text.replaceAll(/\s+/g, '')).toContain('>0.0<');
    expect(frame.bottomLabel(60.04, 'here').text).toContain('x="60" y="126"');
  });
});

describe('tickLabel', () => {
  it('gives all ticks as many decimals as one of them needs', () => {
    expect([0, 0.25, 1].map((tick) => tickLabel(tick, [0, 0.25, 1]))).toEqual(['0.00', '0.25', '1.00']);
    expect(tickLabel(0.000001, [0.000001])).toBe('0.000001');
  });
});

describe('round', () => {
  it('leaves one decimal', () => {
    expect(round(1.26)).toBe(1.3);
  });
});
