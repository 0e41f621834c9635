import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply } from '../layers/conv';
import { segmentationHead } from '../layers/head';
import { checkArgs } from './encoder-decoder';
import { unetParts, type UnetArgs } from './unet';

/** What {@link unetPlusPlus} takes. */
export interface UnetPlusPlusArgs extends UnetArgs {
  /** Gives the map of every node of the top row, the deepest first, instead of that of the deepest alone. Default false. */
  deepSupervision?: boolean | undefined;
  /** Default `'unet_plus_plus'`. */
  name?: string | undefined;
}

/**
 * U-Net++, a U-Net whose skips are filled with nodes: images `[B, H, W, channels]` to maps `[B, H, W, classes]`,
 * probabilities in [0, 1] by default. 9,041,601 parameters at its defaults.
 *
 * Node j of level i is two 3×3 convolutions with ReLU: node 0 on the pooled node 0 of the level above, every other
 * on node j − 1 of the level below, brought up by a 2×2 transposed convolution of step 2, joined with nodes 0 to
 * j − 1 of its own level. A 1×1 convolution on the last node of the top row gives the maps. `norm`, `dropout`, `down`
 * and `up` as in {@link unet}.
 *
 * With deep supervision each node of the top row but the first has a head, and the model gives as many maps, all of
 * the full size, the deepest first: `head4`, `head3`, `head2`, `head1` at the defaults. The first is the most exact,
 * so what takes one map, as {@link segment} does, takes that. The fast, pruned network is a model up to one of the
 * others, which leaves out all that only deeper heads need: see the example.
 *
 * Layers are named by level from 1 and node from 0: `unet_plus_plus_node1_0_conv1`, `unet_plus_plus_node2_0_pool`, …,
 * `unet_plus_plus_node1_1_up`, `unet_plus_plus_node1_1_concat`, `unet_plus_plus_node1_1_conv1`, …,
 * `unet_plus_plus_head4`. With deep supervision or not, layers of one name have one shape ({@link copyWeights}).
 *
 * Zhou et al., https://arxiv.org/abs/1807.10165
 *
 * @throws RangeError when height or width do not divide by 2 to the number of levels below the first: the message
 * names the size to pad to. With `[null, null, 1]` that is found out when an image comes ({@link sizeMultipleOf}).
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { unetPlusPlus } from 'hilum';
 *
 * const model = unetPlusPlus({ inputShape: [32, 32, 1], filters: [2, 4, 8], deepSupervision: true });
 * console.log(model.outputNames); // [ 'unet_plus_plus_head2', 'unet_plus_plus_head1' ]
 *
 * const [, fast] = model.outputs;
 * const pruned = tf.model({ inputs: model.inputs, outputs: fast! }); // shares its weights with model
 * console.log(model.layers.length, pruned.layers.length); // 23 11
 * model.dispose();
 * ```
 */
export function unetPlusPlus({
  inputShape = [256, 256, 1],
  filters = [32, 64, 128, 256, 512],
  deepSupervision = false,
  name = 'unet_plus_plus',
  ...args
}: UnetPlusPlusArgs = {}): LayersModel {
  checkArgs('unetPlusPlus', inputShape, filters);
  const { encoder, up, decoder } = unetParts({ filters, ...args });
  const image = input({ shape: [...inputShape], name: `${name}_input` });

  const rows: SymbolicTensor[][] = [];
  // Each level makes one more node possible in every level above it.
  for (let level = 0; level < filters.length; level++) {
    const above = rows[level - 1]?.[0] ?? image;
    rows.push([encoder(level)(above, `${name}_node${level + 1}_0`)]);
    for (let node = 1; node <= level; node++) {
      const at = level - node;
      const part = `${name}_node${at + 1}_${node}`;
      const risen = up(at)(rows[at + 1]![node - 1]!, `${part}_up`);
      const joined = apply(layers.concatenate({ name: `${part}_concat` }), [risen, ...rows[at]!]);
      rows[at]!.push(decoder(at)(joined, part));
    }
  }

  const head = segmentationHead(args);
  const maps = rows[0]!.map((x, node) => () => head(x, `${name}_head${node}`)).reverse();
  const wanted = deepSupervision ? maps.slice(0, Math.max(1, maps.length - 1)) : maps.slice(0, 1);
  return model({ inputs: image, outputs: wanted.map((map) => map()), name });
}
