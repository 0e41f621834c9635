import { describe, expect, it } from 'vitest';
import { activationNumber } from '../../src/wasm/activation';

describe('activationNumber', () => {
  it('counts as tfjs does, so that one list serves both', () => {
    // FusableActivation of tfjs-backend-wasm 4.22.
    const stock = { linear: 0, relu: 1, relu6: 2, leakyrelu: 4, sigmoid: 5, elu: 6 };
    for (const [name, number] of Object.entries(stock)) expect(activationNumber(name)).toBe(number);
  });

  it('takes none for linear, and leaves PReLU to the stock kernel', () => {
    expect(activationNumber(undefined)).toBe(0);
    expect(activationNumber('prelu')).toBeUndefined();
  });
});
