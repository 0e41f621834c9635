// What the module exports. Every function works on addresses in the memory of the stock WASM backend and
// owns no memory of its own: no static data, no allocation; scratch addresses are arguments.
export { convGemm, convGemmBackpropFilter, convGemmBackpropInput, convGemmScratch } from './conv-gemm';
export { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise';
export { matMul, matMulScratch } from './mat-mul';
export { winogradBackpropFilter } from './winograd-gradient';
export { flipFilters, transformFilters, winogradConv } from './winograd-conv';
export { transformLineFilters, winogradLine } from './winograd-line';
export { adam } from './adam';
export { batchNormFactor, batchNormRows } from './batch-norm';
export {
  addRow,
  divideRow,
  fillRow,
  multiplyRow,
  repeatRow,
  squaredDifferenceRow,
  subtractRow,
} from './broadcast';
export { copyRows } from './copy';
export { reluGrad, squareGrad } from './gradients';
export { avgPoolGrad, maxPoolGrad } from './pool';
export { batchNormSums, sumRows } from './reduce';
export { repeatPixels, sumPixels } from './resample';
export { segmentSum } from './segment';
