/** How far from float64, relative to the largest value, the results of each backend may end up in a browser. */
export const tolerances = {
  /** Values and gradients of blocks, losses and metrics against the reference values that Node uses. */
  suites: { wasm: 1e-5, webgl: 1e-5, webgpu: 1e-5 },
  /** Single kernels of hilum/wasm against the cpu backend. */
  kernels: { wasm: 1e-4 },
  /** Histories of a short training against the cpu backend, where differences add up over the steps. */
  training: { wasm: 1e-3, webgl: 1e-3, webgpu: 1e-3 },
} as const;

export type BrowserBackend = keyof typeof tolerances.suites;
