import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * What the height and width of an image must be a multiple of for `model` to give a map of the same size: 16 for
 * {@link unet} with its four halvings, 1 for a model that never makes the image smaller. Read from the strides of
 * its layers, so it holds for any model of convolutions, pooling and upsampling, loaded ones included; a model used
 * as a layer counts as one that keeps the size.
 *
 * @returns the least common multiple of the steps that the grid grows to on the way, over height and width
 * @example
 * ```ts
 * import { sizeMultipleOf, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [null, null, 1], filters: [2, 4, 8] });
 * console.log(sizeMultipleOf(model)); // 4
 * model.dispose();
 * ```
 */
export function sizeMultipleOf(model: LayersModel): number {
  return leastCommonMultiple([0, 1].flatMap((axis) => stepsOf(model, axis)));
}

/** How many pixels of the image one step on each tensor's grid is, along height (axis 0) or width (1). */
function stepsOf(model: LayersModel, axis: number): number[] {
  const steps = new Map<SymbolicTensor, number>();
  const visit = (x: SymbolicTensor): number => {
    const step =
      steps.get(x) ??
      (x.inputs.length ? Math.max(...x.inputs.map(visit)) : 1) * strideOf(x.sourceLayer, axis);
    steps.set(x, step);
    return step;
  };
  model.outputs.forEach(visit);
  return [...steps.values()];
}

/** How many times coarser the grid becomes in this layer; below 1 where it becomes finer. */
function strideOf(layer: layers.Layer, axis: number): number {
  const { strides, size } = layer.getConfig() as { strides?: number[]; size?: number[] };
  const stride = strides?.[axis] ?? 1;
  if (layer.getClassName() === 'Conv2DTranspose') return 1 / stride;
  return stride / (size?.[axis] ?? 1);
}

/** Of the whole numbers among `values`: a grid finer than the image asks nothing of its size. */
function leastCommonMultiple(values: readonly number[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  return values.filter(Number.isInteger).reduce((a, b) => (a * b) / divisor(a, b), 1);
}
