// What the module exports. Every function works on addresses in the memory of the stock WASM backend and
// owns no memory of its own: no static data, no allocation; scratch addresses are arguments.
export { convGemm, convGemmBackpropFilter, convGemmBackpropInput, convGemmScratch } from './conv-gemm';
export { matMul, matMulScratch } from './mat-mul';
export { flipFilters, transformFilters, winogradConv } from './winograd-conv';
