import { input, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { checkInteger } from '../core/check';
import { mlpHead, type MlpHeadArgs } from '../layers/mlp-head';

/** What {@link mlp} takes. */
export interface MlpArgs extends MlpHeadArgs {
  /** How many features come in: 25,088 of {@link vgg16} at 224×224, flattened. */
  inputUnits: number;
  /** Default `'mlp'`. */
  name?: string | undefined;
}

/**
 * A multilayer perceptron on features that are there already, those of {@link extractFeatures} for one:
 * `[B, inputUnits]` → `[B, classes]`, probabilities by default. 5,056,787 parameters on 25,088 features at its
 * defaults: 200, 120, 80, 50, 20 and 5 units with ReLU and a softmax over 2 classes.
 *
 * Order of layers and their names: {@link mlpHead}, `mlp_hidden1`, …, `mlp_output`; the input is `mlp_input`.
 *
 * @throws RangeError when `inputUnits` is not an integer of at least 1, or for what {@link mlpHead} refuses
 * @example
 * ```ts
 * import { mlp } from 'hilum';
 *
 * const model = mlp({ inputUnits: 512, hiddenUnits: [32], dropout: 0.5, seed: 1 });
 * console.log(model.countParams()); // 512·32 + 32 + 32·2 + 2 = 16482
 * model.dispose();
 * ```
 */
export function mlp({ inputUnits, name = 'mlp', ...head }: MlpArgs): LayersModel {
  checkInteger('mlp', 'inputUnits', inputUnits, 1);
  const features = input({ shape: [inputUnits], name: `${name}_input` });
  return model({ inputs: features, outputs: mlpHead(head)(features, name), name });
}
