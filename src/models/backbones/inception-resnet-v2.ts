import { layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply } from '../../layers/conv';
import { backboneInput, convolutions, type BackboneArgs } from './backbone';
import { batchNormWithoutScale } from './batch-norm-without-scale';

/** A convolution: `'valid'` is without padding, `'halves'` without padding and of step 2, else the size stays. */
type Conv = readonly [filters: number, kernelSize: number | [number, number], ending?: 'valid' | 'halves'];
/** Convolutions one after another. */
type Branch = readonly Conv[];

// prettier-ignore
const branchesOf: Readonly<Record<string, readonly Branch[]>> = {
  mixed_5b: [[[96, 1]], [[48, 1], [64, 5]], [[64, 1], [96, 3], [96, 3]]],
  block35: [[[32, 1]], [[32, 1], [32, 3]], [[32, 1], [48, 3], [64, 3]]],
  mixed_6a: [[[384, 3, 'halves']], [[256, 1], [256, 3], [384, 3, 'halves']]],
  block17: [[[192, 1]], [[128, 1], [160, [1, 7]], [192, [7, 1]]]],
  mixed_7a: [[[256, 1], [384, 3, 'halves']], [[256, 1], [288, 3, 'halves']], [[256, 1], [288, 3], [320, 3, 'halves']]],
  block8: [[[192, 1]], [[192, 1], [224, [1, 3]], [256, [3, 1]]]],
};

/**
 * InceptionResNetV2 without its classifier: images `[B, H, W, 3]` to features `[B, h, w, 1536]`, none below 0, where
 * h is 8 for an H of 299 and 1 for 75. 54,336,736 parameters, 54,276,192 of them trainable. Images come through
 * {@link inceptionResnetV2Input}; the default size is [299, 299, 3], any from 75 on will do.
 *
 * Order of layers: a stem of five convolutions and two max poolings; four branches joined (`mixed_5b`); 10 residual
 * blocks `block35` scaled by 0.17; three branches of step 2 (`mixed_6a`); 20 blocks `block17` scaled by 0.1; four
 * branches of step 2 (`mixed_7a`); 10 blocks `block8` scaled by 0.2, the last one by 1 and without ReLU; a 1×1
 * convolution (`conv_7b`). A block adds to x what its branches and a 1×1 convolution with bias make of x, times the
 * scale (a layer `block35_1_scale` without weights), then ReLU. Every other convolution is without bias, before BN
 * without scale and ReLU.
 *
 * Layers are named as in a fresh session of Keras: `conv2d`, `batch_normalization`, `activation`, `conv2d_1`, …,
 * `conv2d_202`, `block35_1_mixed`, `block35_1_conv`, `block35_1_ac`, …, `conv_7b_ac`; the input is
 * `inception_resnet_v2_input`. The weights are random: nothing pretrained is in this library.
 *
 * The model trains as it comes from here. Loaded from a file by plain TensorFlow.js it predicts, but its BN without
 * scale fails in training, as any does there: {@link copyWeights} into a new one, or {@link freeze} its BN.
 *
 * Szegedy et al., https://arxiv.org/abs/1602.07261
 *
 * @throws RangeError when height or width are below 75
 * @example
 * ```ts
 * import { inceptionResnetV2 } from 'hilum';
 *
 * const backbone = inceptionResnetV2({ inputShape: [null, null, 3], kernelInitializer: 'zeros' });
 * console.log(backbone.countParams()); // 54336736
 * backbone.dispose();
 * ```
 */
export function inceptionResnetV2({ inputShape = [299, 299, 3], ...begin }: BackboneArgs = {}): LayersModel {
  const named = automaticNames();
  const conv = convolutions(begin);
  const norm = batchNormWithoutScale();

  const convNorm = (
    x: SymbolicTensor,
    [filters, kernelSize, ending]: Conv,
    name?: string,
  ): SymbolicTensor => {
    const args = { filters, kernelSize, strides: ending === 'halves' ? 2 : 1, useBias: false } as const;
    const convolved = conv({ ...args, padding: ending ? 'valid' : 'same' })(x, name ?? named('conv2d'));
    const normal = norm(convolved, name ? `${name}_bn` : named('batch_normalization'));
    return relu(normal, name ? `${name}_ac` : named('activation'));
  };
  const stem = (x: SymbolicTensor, ...convs: Branch): SymbolicTensor =>
    convs.reduce((h, args) => convNorm(h, args), x);
  const branches = (x: SymbolicTensor, kind: string): SymbolicTensor[] =>
    branchesOf[kind]!.map((convs) => stem(x, ...convs));
  const join = (parts: SymbolicTensor[], name: string): SymbolicTensor =>
    apply(layers.concatenate({ name }), parts);
  const maxPool = (x: SymbolicTensor): SymbolicTensor =>
    apply(layers.maxPooling2d({ poolSize: 3, strides: 2, name: named('max_pooling2d') }), x);

  /** x plus `scale` times what the branches make of it. */
  const residual = (x: SymbolicTensor, kind: string, at: number, scale: number): SymbolicTensor => {
    const name = `${kind}_${at}`;
    const mixed = join(branches(x, kind), `${name}_mixed`);
    const up = conv({ filters: x.shape[3]!, kernelSize: 1 })(mixed, `${name}_conv`);
    const scaled = apply(layers.rescaling({ scale, name: `${name}_scale` }), up);
    return apply(layers.add({ name }), [x, scaled]);
  };
  const stage = (x: SymbolicTensor, kind: string, blocks: number, scale: number): SymbolicTensor => {
    for (let at = 1; at <= blocks; at++) x = relu(residual(x, kind, at, scale), `${kind}_${at}_ac`);
    return x;
  };

  const image = backboneInput('inceptionResnetV2', inputShape, 75, 'inception_resnet_v2_input');
  let x = maxPool(stem(image, [32, 3, 'halves'], [32, 3, 'valid'], [64, 3]));
  x = maxPool(stem(x, [80, 1], [192, 3, 'valid']));
  const averaged = layers.averagePooling2d({
    poolSize: 3,
    strides: 1,
    padding: 'same',
    name: 'average_pooling2d',
  });
  x = join([...branches(x, 'mixed_5b'), convNorm(apply(averaged, x), [64, 1])], 'mixed_5b');
  x = stage(x, 'block35', 10, 0.17);
  x = join([...branches(x, 'mixed_6a'), maxPool(x)], 'mixed_6a');
  x = stage(x, 'block17', 20, 0.1);
  x = join([...branches(x, 'mixed_7a'), maxPool(x)], 'mixed_7a');
  x = residual(stage(x, 'block8', 9, 0.2), 'block8', 10, 1);
  return model({ inputs: image, outputs: convNorm(x, [1536, 1], 'conv_7b'), name: 'inception_resnet_v2' });
}

function relu(x: SymbolicTensor, name: string): SymbolicTensor {
  return apply(layers.activation({ activation: 'relu', name }), x);
}

/** Names as Keras makes them up in a fresh session: `conv2d`, `conv2d_1`, `conv2d_2`, … */
function automaticNames(): (kind: string) => string {
  const seen = new Map<string, number>();
  return (kind) => {
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return count ? `${kind}_${count}` : kind;
  };
}
