import { layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { apply } from '../../layers/conv';
import { backboneInput, convolutions, type BackboneArgs } from './backbone';

const widths = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/**
 * VGG16 without its classifier: images `[B, H, W, 3]` to features `[B, ⌊H/32⌋, ⌊W/32⌋, 512]`, none below 0.
 * 14,714,688 parameters. Images come through {@link vgg16Input}; the default size is [224, 224, 3], any from 32 on
 * will do.
 *
 * Order of layers: five blocks of two, two, three, three and three 3×3 convolutions with ReLU, of 64, 128, 256, 512
 * and 512 channels, each block with 2×2 max pooling after it. Layers are named as in Keras: `block1_conv1`,
 * `block1_conv2`, `block1_pool`, …, `block5_pool`; the input is `vgg16_input`.
 *
 * The weights are random: nothing pretrained is in this library.
 *
 * Simonyan and Zisserman, https://arxiv.org/abs/1409.1556
 *
 * @throws RangeError when height or width are below 32
 * @example
 * ```ts
 * import { vgg16 } from 'hilum';
 *
 * const backbone = vgg16({ inputShape: [64, 64, 3], kernelInitializer: 'zeros' });
 * console.log(backbone.outputs[0]?.shape); // [ null, 2, 2, 512 ]
 * backbone.dispose();
 * ```
 */
export function vgg16({ inputShape = [224, 224, 3], ...begin }: BackboneArgs = {}): LayersModel {
  const conv = convolutions(begin);
  const image = backboneInput('vgg16', inputShape, 32);
  const outputs = widths.reduce((x, filters, at) => {
    const block = `block${at + 1}`;
    const convolved = filters.reduce(
      (h, width, i) =>
        conv({ filters: width, kernelSize: 3, padding: 'same', activation: 'relu' })(
          h,
          `${block}_conv${i + 1}`,
        ),
      x,
    );
    return apply(layers.maxPooling2d({ poolSize: 2, name: `${block}_pool` }), convolved);
  }, image);
  return model({ inputs: image, outputs, name: 'vgg16' });
}
