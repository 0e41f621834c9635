import { describe, expect, it } from 'vitest';
import { digits, headline, scoreSection } from '../../src/node/report-scores';
import { Html, html } from '../../src/node/html';
import { textOf } from './page-text';

const scores = [
  { name: 'a.png', source: 'Shenzhen', dice: 0.9, iou: 0.82 },
  { name: 'b.png', source: 'Montgomery', dice: 0.7, iou: 0.54 },
  { name: 'c.png', source: 'Shenzhen', dice: 0.95, iou: 0.905 },
];

describe('headline', () => {
  it('tells mean, median and worst in large numbers', () => {
    // (0.9 + 0.7 + 0.95) / 3 and (0.82 + 0.54 + 0.905) / 3
    expect(textOf(headline(scores).text)).toContain(
      'mean Dice 0.850 median Dice 0.900 worst Dice 0.700 mean IoU 0.755 held-out images 3',
    );
  });

  it('says so when no image was held out', () => {
    expect(textOf(headline([]).text)).toContain('No image was held out, so there are no scores.');
  });
});

describe('scoreSection', () => {
  const text = textOf(html`${scoreSection(scores)}`.text);

  it('has a table of scores by source', () => {
    expect(text).toContain('Source Images mean median worst mean median worst');
    expect(text).toContain('All 3 0.850 0.900 0.700 0.755 0.820 0.540');
    expect(text).toContain('Montgomery 1 0.700 0.700 0.700 0.540 0.540 0.540');
    // (0.82 + 0.905) / 2 = 0.8625
    expect(text).toContain('Shenzhen 2 0.925 0.925 0.900 0.863 0.863 0.820');
  });

  it('lists every image, worst first', () => {
    expect(text).toContain(
      'b.png Montgomery 0.700 0.540 a.png Shenzhen 0.900 0.820 c.png Shenzhen 0.950 0.905',
    );
  });

  it('tells in words how Dice is spread', () => {
    expect(text).toContain('The 3 held-out images by Dice: from 0.700 to 0.950, median 0.900.');
  });

  it('needs no source', () => {
    const section = scoreSection([{ name: 'a.png', dice: 1, iou: 1 }]);
    expect(section).toBeInstanceOf(Html);
    expect(textOf(html`${section}`.text)).toContain('a.png 1.000 1.000');
  });

  it('is nothing without scores', () => {
    expect(scoreSection([])).toBe('');
  });
});

describe('digits', () => {
  it('shows three decimals', () => {
    expect([0.98765, 1, 0].map(digits)).toEqual(['0.988', '1.000', '0.000']);
  });
});
