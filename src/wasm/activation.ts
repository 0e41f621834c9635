/**
 * The numbers under which `assembly/activation.ts` knows the activations that tfjs fuses.
 * PReLU is not among them, as its slopes are a tensor: the stock kernel does it.
 */
const numbers: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyrelu: 4,
  sigmoid: 5,
  elu: 6,
};

/** The number of an activation, or `undefined` for one that our kernels leave to the stock ones. */
export function activationNumber(activation: string | undefined): number | undefined {
  return numbers[activation ?? 'linear'];
}
