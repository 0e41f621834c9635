import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * A piece of a network: takes a symbolic tensor and gives the one after it. Layers, heads and whole decoders
 * have this type, so they compose by calling. The name becomes the prefix of every layer inside; layer names are
 * unique in a model and stable, so weights can be matched by them.
 */
export type Block = (x: SymbolicTensor, name: string) => SymbolicTensor;

/**
 * Blocks one after another: `sequence(a, b)(x, 'stem')` is `b(a(x, 'stem_1'), 'stem_2')`.
 *
 * @example
 * ```ts
 * import { convBlock, sequence } from 'hilum';
 *
 * const doubleConv = sequence(convBlock({ filters: 32 }), convBlock({ filters: 32 }));
 * ```
 */
export function sequence(...blocks: readonly Block[]): Block {
  return (x, name) => blocks.reduce((h, block, i) => block(h, `${name}_${i + 1}`), x);
}
