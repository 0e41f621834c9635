import { describe, expect, it } from 'vitest';
import { formatScore, scoreName } from '../../src/node/score-words';

describe('scoreName', () => {
  it.each([
    ['loss', 'loss'],
    ['dice', 'Dice'],
    ['val_dice', 'validation Dice'],
    ['val_iou', 'validation IoU'],
    ['learningRate', 'learning rate'],
    ['diceLoss', 'Dice loss'],
  ])('calls %s "%s"', (key, name) => {
    expect(scoreName(key)).toBe(name);
  });
});

describe('formatScore', () => {
  it('shows four decimals', () => {
    expect([0.98765, 1, 0, 12.5].map((value) => formatScore('loss', value))).toEqual([
      '0.9877',
      '1.0000',
      '0.0000',
      '12.5000',
    ]);
  });

  it('keeps three digits of small values, and the learning rate short', () => {
    expect(formatScore('loss', 0.00012345)).toBe('0.000123');
    expect(formatScore('learningRate', 0.001)).toBe('0.001');
    expect(formatScore('learningRate', 2.5e-7)).toBe('2.5e-7');
  });

  it('shows a dash for what is no number', () => {
    expect(formatScore('loss', NaN)).toBe('–');
  });
});
