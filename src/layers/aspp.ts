import { layers } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import type { Block } from './block';
import { activate, apply, batchNorm, convBlock, heUniform } from './conv';
import { dilatedConvBlock } from './dilated-conv';

/** What {@link aspp} and {@link additiveAspp} take. */
export interface AsppArgs {
  /** Channels of every branch, and channels that come out. */
  filters: number;
  /** Distance of the taps in each 3×3 branch. Default [6, 12, 18], and [1, 6, 12, 18] in {@link additiveAspp}. */
  dilations?: readonly number[] | undefined;
  /** Default {@link batchNorm}`()`. */
  norm?: Block | undefined;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * Atrous spatial pyramid pooling, which looks at several scales at once: in parallel a 1×1 convolution, a dilated 3×3
 * convolution for each of `dilations`, and the mean of the whole image through a 1×1 convolution, each with BN and
 * ReLU; then, side by side, through a 1×1 convolution, BN and ReLU. `[B, H, W, C]` → `[B, H, W, filters]`.
 *
 * Layers: those of the branches under `name_branch1`, `name_branch2`, …; `name_image_pool`, `name_image_reshape`,
 * `name_image`; `name_concat`, `name_project` and `name_project_image`, the two parts of the last convolution (the
 * mean of the image is the same at every pixel, so its part is computed once and added), `name_add`, `name_norm`,
 * `name_relu`.
 *
 * Chen et al., https://arxiv.org/abs/1706.05587
 *
 * @throws RangeError when filters or a dilation is not an integer of at least 1, or there is no dilation
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { aspp } from 'hilum';
 *
 * const features = tf.input({ shape: [null, null, 16] });
 * console.log(aspp({ filters: 8, dilations: [2, 4] })(features, 'aspp').shape); // [ null, null, null, 8 ]
 * ```
 */
export function aspp({ filters, dilations = [6, 12, 18], norm = batchNorm(), seed }: AsppArgs): Block {
  checkDilations('aspp', dilations);
  const point = convBlock({ filters, kernelSize: 1, norm, seed });
  const branches = [
    point,
    ...dilations.map((dilation) => dilatedConvBlock({ filters, dilation, norm, seed })),
  ];
  const all = branches.length + 1;
  return (x, name) => {
    const part = (label: string) => ({ name: `${name}_${label}` });
    const project = (label: string, share: number) =>
      layers.conv2d({
        filters,
        kernelSize: 1,
        useBias: false,
        kernelInitializer: heUniform(`${name}_${label}`, seed, share),
        ...part(label),
      });
    const maps = branches.map((branch, i) => branch(x, `${name}_branch${i + 1}`));
    const local = apply(layers.concatenate(part('concat')), maps);
    const mean = apply(layers.globalAveragePooling2d(part('image_pool')), x); // [B, C]
    const targetShape = [1, 1, mean.shape.at(-1)!];
    const image = point(
      apply(layers.reshape({ targetShape, ...part('image_reshape') }), mean),
      `${name}_image`,
    );
    const sum = apply(layers.add(part('add')), [
      apply(project('project', branches.length / all), local),
      apply(project('project_image', 1 / all), image), // [B, 1, 1, filters]
    ]);
    return activate(norm(sum, `${name}_norm`), 'relu', name);
  };
}

/**
 * Atrous spatial pyramid pooling by addition: in parallel a dilated 3×3 convolution with bias and BN for each of
 * `dilations`; their sum through a 1×1 convolution with bias. `[B, H, W, C]` → `[B, H, W, filters]`.
 * Layers: `name_branch1`, `name_branch1_norm`, … (those of {@link dilatedConvBlock}), `name_add`, `name` (the last
 * convolution).
 *
 * The one in ResUNet++, Jha et al., https://arxiv.org/abs/1911.07067
 *
 * @throws RangeError when filters or a dilation is not an integer of at least 1, or there are not two dilations
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { additiveAspp } from 'hilum';
 *
 * const features = tf.input({ shape: [null, null, 16] });
 * console.log(additiveAspp({ filters: 8, dilations: [1, 2] })(features, 'aspp').shape); // [ null, null, null, 8 ]
 * ```
 */
export function additiveAspp({
  filters,
  dilations = [1, 6, 12, 18],
  norm = batchNorm(),
  seed,
}: AsppArgs): Block {
  checkDilations('additiveAspp', dilations, 2);
  const branches = dilations.map((dilation) =>
    dilatedConvBlock({ filters, dilation, activation: 'linear', seed }),
  );
  const project = convBlock({ filters, kernelSize: 1, activation: 'linear', seed });
  return (x, name) => {
    const maps = branches.map((branch, i) => {
      const part = `${name}_branch${i + 1}`;
      return norm(branch(x, part), `${part}_norm`);
    });
    return project(apply(layers.add({ name: `${name}_add` }), maps), name);
  };
}

function checkDilations(caller: string, dilations: readonly number[], least = 1): void {
  check(
    dilations.length >= least,
    `${caller}: dilations must have at least ${least} of them, got ${dilations.length}.`,
  );
  for (const dilation of dilations) checkInteger(caller, 'each of dilations', dilation, 1);
}
