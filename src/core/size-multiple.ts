import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * What the height and width of an image must be a multiple of for `model` to give a map of the same size: 16 for
 * {@link unet} with its four halvings, 1 for a model that never makes the image smaller. Read from the strides of
 * its layers, so it holds for any model of convolutions, pooling and upsampling, loaded ones included, and for models
 * used as layers.
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
  const inputs = model.inputs.map(() => 1);
  return leastCommonMultiple([0, 1].flatMap((axis) => stepsOf(model, axis, inputs).all));
}

/**
 * How many pixels of the image one step on the grid of each output, and of every tensor on the way, is along height
 * (axis 0) or width (1), when it is `inputs` on those of the inputs.
 */
function stepsOf(model: LayersModel, axis: number, inputs: number[]): { outputs: number[]; all: number[] } {
  const steps = new Map(model.inputs.map((x, i) => [x, inputs[i]!]));
  const within: number[] = [];
  const visit = (x: SymbolicTensor): number => {
    const known = steps.get(x);
    if (known !== undefined) return known;
    const before = x.inputs.map(visit);
    const layer = x.sourceLayer;
    let step = Math.max(...before) * strideOf(layer, axis);
    if (isModel(layer)) {
      const inner = stepsOf(layer, axis, before);
      within.push(...inner.all);
      step = inner.outputs[x.outputTensorIndex ?? 0]!;
    }
    steps.set(x, step);
    return step;
  };
  const outputs = model.outputs.map(visit);
  return { outputs, all: [...steps.values(), ...within] };
}

function isModel(layer: layers.Layer): layer is LayersModel {
  return 'layers' in layer;
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
