export { installWasmKernels, uninstallWasmKernels } from './install';
export type { WasmKernelReport } from './install';
export type { WasmKernelBuild } from './native';
