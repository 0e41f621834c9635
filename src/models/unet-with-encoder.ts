import { layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import { apply, batchNorm } from '../layers/conv';
import { segmentationHead } from '../layers/head';
import { upsample } from '../layers/resample';
import { layerCalls } from './layer-calls';
import { unetParts, type UnetArgs } from './unet';

/** What {@link unetWithEncoder} takes. */
export interface UnetWithEncoderArgs extends Omit<UnetArgs, 'inputShape' | 'down'> {
  /** The encoder, for instance {@link vgg16}`()` or {@link resnet50}`()`. The new model takes it over. */
  backbone: LayersModel;
  /**
   * The layers of the backbone whose outputs the decoder joins, one for each size, in any order. Default for
   * {@link vgg16} `block1_conv2`, `block2_conv2`, `block3_conv3`, `block4_conv3`, for {@link resnet50} `conv1_relu`,
   * `conv2_block3_out`, `conv3_block4_out`, `conv4_block6_out`; for others there is none.
   */
  skips?: readonly string[] | undefined;
  /** The layer of the backbone that the way up begins with. Default `block5_conv3` and `conv5_block3_out`. */
  bottom?: string | undefined;
  /** Width of the decoder on every level, from the full size down. Default the last of [16, 32, 64, 128, 256]. */
  filters?: readonly number[] | undefined;
  /** Default `'unet_with_encoder'`. */
  name?: string | undefined;
}

interface Ends {
  readonly skips: readonly string[];
  readonly bottom: string;
}

/** By the name of the model, which Keras gives too. */
const known: Readonly<Record<string, Ends>> = {
  vgg16: { skips: ['block1_conv2', 'block2_conv2', 'block3_conv3', 'block4_conv3'], bottom: 'block5_conv3' },
  resnet50: {
    skips: ['conv1_relu', 'conv2_block3_out', 'conv3_block4_out', 'conv4_block6_out'],
    bottom: 'conv5_block3_out',
  },
};

/**
 * A U-Net whose way down is a backbone: the backbone's images to maps `[B, H, W, classes]`, probabilities in [0, 1] by
 * default. 18,635,361 parameters with {@link vgg16}, 32,602,641 with {@link resnet50}.
 *
 * Order of layers: the backbone to its bottom; on the way up nearest upsampling ×2, joined with the skip of that size
 * where there is one (ResNet50 has none of the full size), and two 3×3 convolutions with BN and ReLU; at the end a 1×1
 * convolution to `classes` maps. `norm` (default `batchNorm()`), `dropout` and `up` (default {@link upsample}) as in
 * {@link unet}.
 *
 * The layers of the backbone stay what they are, weights and names included, so load its weights before or after, and
 * {@link freeze}`(backbone)` freezes the encoder. Dispose of the new model alone. Grey images get the three channels that
 * pretrained weights want from {@link vgg16Input} or {@link resnet50Input} as `normalize`. The others are named
 * `unet_with_encoder_up4`, `unet_with_encoder_concat4`, `unet_with_encoder_decoder4_conv1`, …,
 * `unet_with_encoder_head`.
 *
 * After Iglovikov and Shvets, https://arxiv.org/abs/1801.05746
 *
 * @throws RangeError when the backbone has no such layer, when the output of one is not the image's size divided by
 * a power of 2, or when the image's does not divide by that of the bottom
 * @example
 * ```ts
 * import { freeze, unetWithEncoder, vgg16 } from 'hilum';
 *
 * const backbone = vgg16({ inputShape: [64, 64, 3], kernelInitializer: 'zeros' });
 * const model = unetWithEncoder({ backbone, filters: [4, 8, 16, 32] });
 * freeze(backbone);
 * console.log(model.outputs[0]?.shape, model.layers.length); // [ null, 64, 64, 1 ] 51
 * model.dispose();
 * ```
 */
export function unetWithEncoder({
  backbone,
  skips = endsOf(backbone).skips,
  bottom = endsOf(backbone).bottom,
  filters,
  norm = batchNorm(),
  up = upsample,
  name = 'unet_with_encoder',
  ...args
}: UnetWithEncoderArgs): LayersModel {
  const levels = levelsOf(backbone, [...new Set([...skips, bottom])]);
  const depth = levels.get(bottom)!;
  checkSize(backbone, 2 ** depth);
  const skipAt = new Map(skips.map((layer) => [levels.get(layer)!, outputOf(backbone, layer)]));
  check(
    skipAt.size === skips.length && [...skipAt.keys()].every((level) => level < depth),
    `unetWithEncoder: skips must each be of another size, all larger than the bottom, got ${skips.map((layer) => `${layer} at 1/${2 ** levels.get(layer)!}`).join(', ')} and ${bottom} at 1/${2 ** depth}.`,
  );
  const widths = filters ?? [16, 32, 64, 128, 256].slice(-depth);
  check(
    widths.length === depth,
    `unetWithEncoder: filters must hold a width for each of the ${depth} levels above ${bottom}, got [${widths.join(', ')}].`,
  );
  for (const width of widths) checkInteger('unetWithEncoder', 'each of filters', width, 1);

  const parts = unetParts({ ...args, filters: widths, norm, up });
  let x = outputOf(backbone, bottom);
  for (let level = depth - 1; level >= 0; level--) {
    const part = (label: string): string => `${name}_${label}${level + 1}`;
    const risen = parts.up(level)(x, part('up'));
    const skip = skipAt.get(level);
    const joined = skip ? apply(layers.concatenate({ name: part('concat') }), [risen, skip]) : risen;
    x = parts.decoder(level)(joined, part('decoder'));
  }
  return model({ inputs: backbone.inputs, outputs: segmentationHead(args)(x, `${name}_head`), name });
}

function endsOf(backbone: LayersModel): Ends {
  const ends = known[backbone.name];
  check(
    ends !== undefined,
    `unetWithEncoder: skips and bottom must name layers of the backbone, got none for "${backbone.name}". Those of ${Object.keys(known).join(' and ')} are known.`,
  );
  return ends;
}

/** How often height and width are halved up to each layer, found at a size that all powers of 2 divide. */
function levelsOf(backbone: LayersModel, names: readonly string[]): Map<string, number> {
  const side = 256;
  const channels = backbone.inputs[0]!.shape[3]!;
  const outputs = names.map((name) => outputOf(backbone, name));
  const calls = layerCalls(model({ inputs: backbone.inputs, outputs }), [[1, side, side, channels]]);
  return new Map(
    names.map((name) => {
      const [, height, width] = calls.find(({ layer }) => layer.name === name)!.outputShape;
      const level = Math.log2(side / height!);
      check(
        height === width && Number.isInteger(level) && level >= 0,
        `unetWithEncoder: the output of ${name} must be of the image's size divided by a power of 2, got ${height}×${width} of ${side}×${side}. Name another layer, or take a backbone with padding 'same'.`,
      );
      return [name, level];
    }),
  );
}

function outputOf(backbone: LayersModel, name: string): SymbolicTensor {
  const layer = backbone.layers.find((one) => one.name === name);
  check(
    layer !== undefined,
    `unetWithEncoder: skips and bottom must name layers of the backbone, got "${name}". backbone.layers has the names.`,
  );
  return layer.output as SymbolicTensor;
}

function checkSize(backbone: LayersModel, multiple: number): void {
  const size = backbone.inputs[0]!.shape.slice(1, 3);
  const padded = size.map((length) => length && Math.ceil(length / multiple) * multiple);
  check(
    size.every((length, axis) => length === padded[axis]),
    `unetWithEncoder: input height and width must be divisible by ${multiple}, got [${size.map(String).join(', ')}]. Pad to [${padded.map(String).join(', ')}] (padToMultiple).`,
  );
}
