import { plateau, type PlateauArgs } from 'hilum';
import { describe, expect, it } from 'vitest';
import { replay } from './replay';

const rates = (losses: number[], args?: PlateauArgs): number[] => replay(plateau(args), losses).rates;

describe('plateau', () => {
  it('halves the rate after four epochs without improvement, then waits two before it counts again', () => {
    // Worked through by hand from the definition of Keras's ReduceLROnPlateau: the best is epoch 0;
    // epochs 1 to 4 do not improve, so the rate falls after epoch 4. Two epochs of cooldown end with epoch 6, whose
    // miss counts as the first of the next four: it falls again after epoch 9.
    expect(rates([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toEqual([
      1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25,
    ]);
  });

  it('starts counting anew after an improvement', () => {
    expect(rates([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5], { patience: 4 })).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('does not take a fall smaller than minDelta for an improvement', () => {
    expect(rates([1, 0.99995, 0.9999], { patience: 2 })).toEqual([1, 1, 0.5]);
  });

  it('never goes below the smallest rate', () => {
    const last = rates(Array<number>(20).fill(1), { patience: 1, cooldown: 0, minLearningRate: 0.1 }).at(-1);
    expect(last).toBe(0.1);
  });

  it('says which values there are when it is to monitor another', () => {
    expect(() => rates([1], { monitor: 'val_dice' })).toThrow(
      'plateau: monitor must be one of val_loss, got val_dice. Pass validation data to train for a val_ value.',
    );
  });

  it('refuses a factor above 1', () => {
    expect(() => plateau({ factor: 2 })).toThrow('plateau: factor must be between 0 and 1, got 2.');
  });
});
