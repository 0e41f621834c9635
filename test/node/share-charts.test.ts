import { describe, expect, it } from 'vitest';
import { chartKeys, spreadChart, squareChart } from '../../src/node/share-charts';

describe('squareChart', () => {
  it('puts shares where they belong: the corners of the square', () => {
    const { text } = squareChart({
      label: 'a chart',
      xTitle: 'x',
      yTitle: 'y',
      lines: [
        {
          style: 'solid',
          points: [
            [0, 0],
            [0, 1],
            [1, 1],
          ],
        },
      ],
      band: [
        { x: 0, low: 0, high: 0.5 },
        { x: 1, low: 0.5, high: 1 },
      ],
      points: [{ x: 0.5, y: 0.5, xRange: [0.25, 0.75], words: 'half & half' }],
    });
    expect(text).toContain('<path d="M52,324L52,10L366,10" />');
    expect(text).toContain('points="52,167 366,10 366,167 52,324"');
    expect(text).toMatch(/<circle cx="209" cy="167" r="4">\s*<title>half &#38; half</);
    expect(text).toMatch(/class="range"\s+x1="130.5"\s+y1="167"\s+x2="287.5"\s+y2="167"/);
    expect(text).toContain('class="chart square"');
    expect(text).toContain('aria-label="a chart"');
  });

  it('draws nothing of what is not given', () => {
    const { text } = squareChart({ label: 'a', xTitle: 'x', yTitle: 'y' });
    expect(text).not.toMatch(/<path|<polygon|<circle/);
  });
});

describe('spreadChart', () => {
  it('draws an outline as high as the shares, and tells each in words', () => {
    const { text } = spreadChart({
      label: 'a',
      xTitle: 'x',
      spreads: [{ style: 'dashed', name: 'ill', shares: [0.25, 0, 0.75, 0] }],
    });
    // 157 high; the axis goes to 80 %.
    expect(text).toContain('M52,167V117.9H130.5V167H209V19.8H287.5V167H366V167');
    expect(text).toContain('ill, 0.5 to 0.75: 75.0 %');
    expect(text.match(/<rect/g)).toHaveLength(4);
  });

  it('has an axis even where nothing is', () => {
    expect(spreadChart({ label: 'a', xTitle: 'x', spreads: [] }).text).not.toMatch(/NaN|Infinity/);
  });
});

describe('chartKeys', () => {
  it('names each line beside its look', () => {
    expect(chartKeys([{ style: 'dashed', name: 'a<b' }]).text).toMatch(/class="key dashed"><\/span>a&#60;b/);
  });
});
