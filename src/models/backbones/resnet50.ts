import { layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import type { Block } from '../../layers/block';
import { apply, batchNorm } from '../../layers/conv';
import { backboneInput, convolutions, type BackboneArgs } from './backbone';

/** Width of the bottleneck and number of blocks of each stage. */
const stages = [
  { width: 64, blocks: 3 },
  { width: 128, blocks: 4 },
  { width: 256, blocks: 6 },
  { width: 512, blocks: 3 },
];

/**
 * ResNet50 without its classifier: images `[B, H, W, 3]` to features `[B, ⌈H/32⌉, ⌈W/32⌉, 2048]`, none below 0.
 * 23,587,712 parameters, 23,534,592 of them trainable. Images come through {@link resnet50Input}; the default size is
 * [224, 224, 3], any from 32 on will do.
 *
 * Order of layers: 7×7 convolution of step 2, 3×3 max pooling of step 2, then stages of 3, 4, 6 and 3 bottleneck
 * blocks. A block is a 1×1, a 3×3 and a 1×1 convolution, each with bias and BN (ε 1.001e-5), ReLU between them and
 * after the sum with the shortcut. The first block of a stage has a convolution and BN as its shortcut and, from the
 * second stage on, halves height and width in its first convolution (version 1 of the network, as in Keras).
 *
 * Layers are named as in Keras: `conv1_conv`, `conv1_bn`, `conv1_relu`, `pool1_pool`, `conv2_block1_0_conv`, …,
 * `conv5_block3_out`; the input is `resnet50_input`. The weights are random: nothing pretrained is in this library.
 *
 * He et al., https://arxiv.org/abs/1512.03385
 *
 * @throws RangeError when height or width are below 32
 * @example
 * ```ts
 * import { resnet50 } from 'hilum';
 *
 * const backbone = resnet50({ inputShape: [64, 64, 3], kernelInitializer: 'zeros' });
 * console.log(backbone.outputs[0]?.shape); // [ null, 2, 2, 2048 ]
 * backbone.dispose();
 * ```
 */
export function resnet50({ inputShape = [224, 224, 3], ...begin }: BackboneArgs = {}): LayersModel {
  const image = backboneInput('resnet50', inputShape, 32);
  const stem = convNorm(begin, { filters: 64, kernelSize: 7, strides: 2 });
  let x = stem(pad(3)(image, 'conv1_pad'), 'conv1');
  x = pad(1)(relu(x, 'conv1_relu'), 'pool1_pad');
  x = apply(layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1_pool' }), x);
  stages.forEach(({ width, blocks }, at) => {
    for (let i = 1; i <= blocks; i++) {
      const strides = at > 0 && i === 1 ? 2 : 1;
      x = bottleneck(begin, { width, strides, projects: i === 1 })(x, `conv${at + 2}_block${i}`);
    }
  });
  return model({ inputs: image, outputs: x, name: 'resnet50' });
}

interface BottleneckArgs {
  width: number;
  strides: number;
  /** Whether the shortcut is a convolution: where shape or width change. */
  projects: boolean;
}

function bottleneck(begin: BackboneArgs, { width, strides, projects }: BottleneckArgs): Block {
  const squeeze = convNorm(begin, { filters: width, kernelSize: 1, strides });
  const middle = convNorm(begin, { filters: width, kernelSize: 3, padding: 'same' });
  const expand = convNorm(begin, { filters: 4 * width, kernelSize: 1 });
  const project = convNorm(begin, { filters: 4 * width, kernelSize: 1, strides });
  return (x, name) => {
    const shortcut = projects ? project(x, `${name}_0`) : x;
    const first = relu(squeeze(x, `${name}_1`), `${name}_1_relu`);
    const second = relu(middle(first, `${name}_2`), `${name}_2_relu`);
    const sum = apply(layers.add({ name: `${name}_add` }), [shortcut, expand(second, `${name}_3`)]);
    return relu(sum, `${name}_out`);
  };
}

/** A convolution with bias, `name_conv`, and BN, `name_bn`. */
function convNorm(begin: BackboneArgs, args: Parameters<ReturnType<typeof convolutions>>[0]): Block {
  const [conv, norm] = [convolutions(begin)(args), batchNorm({ epsilon: 1.001e-5 })];
  return (x, name) => norm(conv(x, `${name}_conv`), `${name}_bn`);
}

const relu: Block = (x, name) => apply(layers.activation({ activation: 'relu', name }), x);

/** Zeros around the image. */
function pad(border: number): Block {
  const padding: [number, number] = [border, border];
  return (x, name) => apply(layers.zeroPadding2d({ padding: [padding, padding], name }), x);
}
