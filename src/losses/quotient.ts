import { customGrad, div, mul, neg, type Tensor } from '@tensorflow/tfjs-core';

/**
 * a / b of one shape, with the gradients 1/b and −(a/b)/b. TensorFlow.js divides by b², which in 16 bits overflows from
 * 256 on, half of the rows that a mask on 512×512 pixels may fill.
 */
export function quotient(a: Tensor, b: Tensor): Tensor {
  return divide(a, b);
}

const divide = /* @__PURE__ */ customGrad((a, b, save) => {
  const [dividend, divisor] = [a as Tensor, b as Tensor];
  const value = div(dividend, divisor);
  (save as (tensors: Tensor[]) => void)([divisor, value]);
  return {
    value,
    gradFunc: (dy, [by, quotient]) => {
      const da = div(dy, by!);
      return [da, neg(mul(da, quotient!))];
    },
  };
});
