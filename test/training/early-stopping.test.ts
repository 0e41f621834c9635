import { earlyStopping } from 'hilum';
import { describe, expect, it } from 'vitest';
import { replay } from './replay';

describe('earlyStopping', () => {
  it('stops after the epochs of its patience have passed without improvement', () => {
    const { rates, stops } = replay(earlyStopping({ patience: 3 }), [5, 4, 4.5, 4.2, 4, 3, 2]);
    expect(rates).toHaveLength(5);
    expect(stops).toEqual(['val_loss has not improved for 3 epochs']);
  });

  it('goes on as long as the loss falls', () => {
    expect(replay(earlyStopping({ patience: 1 }), [5, 4, 3, 2, 1]).stops).toEqual([]);
  });

  it('takes NaN for no improvement', () => {
    expect(replay(earlyStopping({ patience: 2 }), [1, NaN, NaN, 0.5]).stops).toHaveLength(1);
  });
});
