import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * A piece of a network: takes a symbolic tensor and gives the one after it. Layers, heads and whole decoders
 * have this type, so they compose by calling. The name becomes the prefix of every layer inside; layer names are
 * unique in a model and stable, so weights can be matched by them. Any function of your own is a block.
 */
export type Block = (x: SymbolicTensor, name: string) => SymbolicTensor;

/**
 * Blocks one after another: `sequence(a, b)(x, 'stem')` is `b(a(x, 'stem_1'), 'stem_2')`.
 *
 * @param blocks any number; none gives the tensor back as it is
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { convBlock, segmentationHead, sequence } from 'hilum';
 *
 * const image = tf.input({ shape: [32, 32, 1] });
 * const body = sequence(convBlock({ filters: 4 }), convBlock({ filters: 4 }), segmentationHead());
 * const model = tf.model({ inputs: image, outputs: body(image, 'tiny') });
 * console.log(model.layers.map((layer) => layer.name)); // [ …, 'tiny_1', 'tiny_2', 'tiny_3' ]
 * model.dispose();
 * ```
 */
export function sequence(...blocks: readonly Block[]): Block {
  return (x, name) => blocks.reduce((h, block, i) => block(h, `${name}_${i + 1}`), x);
}
