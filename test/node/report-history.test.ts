import { describe, expect, it } from 'vitest';
import { html } from '../../src/node/html';
import { historySection, type ReportHistory } from '../../src/node/report-history';
import { textOf } from './page-text';

const section = (history: ReportHistory): string => html`${historySection(history)}`.text;
const labels = (page: string): string[] =>
  [...page.matchAll(/<svg\s[^>]*aria-label="([^"]*)"/g)].map((match) => match[1]!);

describe('historySection', () => {
  it('draws training and validation of a value in one chart', () => {
    const page = section({ loss: [0.8, 0.5], iou: [0.2, 0.5], val_loss: [0.7, 0.4], val_iou: [0.3, 0.65] });
    expect(labels(page)).toEqual([
      'Loss by epoch: training from 0.8000 to 0.5000; validation from 0.7000 to 0.4000.',
      'IoU by epoch: training from 0.2000 to 0.5000; validation from 0.3000 to 0.6500.',
    ]);
  });

  it('tells the best epoch of the validation, lowest for a loss and highest for Dice', () => {
    const text = textOf(
      section({ loss: [3, 2, 1], val_loss: [3, 1, 2], dice: [0.1, 0.2, 0.3], val_dice: [0.3, 0.2, 0.1] }),
    );
    expect(text).toContain('Lowest in validation: 1.0000, epoch 2');
    expect(text).toContain('Highest in validation: 0.3000, epoch 1');
  });

  it('claims no best epoch of a value of which it does not know which way is better', () => {
    expect(textOf(section({ learningRate: [0.1, 0.2] }))).not.toMatch(/Lowest|Highest/);
  });

  it('needs no key where there is one line alone', () => {
    expect(section({ loss: [2, 1] })).not.toContain('class="key');
    expect(section({ loss: [2, 1], val_loss: [2, 1] })).toContain('class="key dashed"');
  });

  it('lists the numbers of every epoch', () => {
    expect(textOf(section({ loss: [0.5, 0.25], learningRate: [0.001, 0.0005] }))).toContain(
      'Epoch loss learning rate 1 0.5000 0.001 2 0.2500 0.0005',
    );
  });

  it('shows a dash for what is no number, and no line of nothing else', () => {
    const page = section({ loss: [0.5, NaN, 0.25], val_loss: [NaN, NaN, NaN] });
    expect(page).not.toMatch(/NaN/);
    expect(textOf(page)).toContain('1 0.5000 – 2 – – 3 0.2500 –');
    expect(labels(page)).toEqual(['Loss by epoch: training from 0.5000 to 0.2500.']);
    expect(labels(section({ loss: [NaN] }))).toEqual([]);
  });

  it('is nothing without values', () => {
    expect(historySection({})).toBe('');
    expect(historySection({ loss: [] })).toBe('');
  });
});
