export type { LoadedWeights } from '../core/loaded-weights';
export { readKerasFile } from './keras-file';
export type { KerasFile } from './keras-file';
export type { KerasLayer, KerasTensor } from './keras-layer';
export { loadKerasModel } from './load-keras-model';
export { loadKerasWeights, loadKerasWeightsByOrder } from './load-keras-weights';
export type { LoadKerasWeightsArgs } from './load-keras-weights';
