import { describe, expect, it } from 'vitest';
import { watch } from '../../src/training/monitor';

describe('watch', () => {
  it('tells which epochs are better than all before, never NaN', () => {
    const better = watch('plateau', 'loss');
    expect([3, 4, 2, NaN, 2, 1].map((loss) => better.improved({ loss }))).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  it('asks for a fall by more than minDelta below the best', () => {
    const better = watch('plateau', 'loss', 0.25);
    expect([1, 0.75, 0.5, 0.5].map((loss) => better.improved({ loss }))).toEqual([true, false, true, false]);
  });

  it('names the values there are when it is to watch another', () => {
    expect(() => watch('plateau', 'val_dice').improved({ loss: 1, dice: 0 })).toThrow(
      new RangeError(
        'plateau: monitor must be one of loss, dice, got val_dice. Pass validation data to train for a val_ value.',
      ),
    );
  });
});
