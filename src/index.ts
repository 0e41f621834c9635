export { createRandom } from './core/random';
export type { Random } from './core/random';
export { sequence } from './layers/block';
export type { Block } from './layers/block';
export type { LossFn } from './losses/loss';
export { createImage } from './data/image';
export type { CreateImageArgs, Image, PixelData } from './data/image';
export type { Augmentation, Sample } from './data/sample';
