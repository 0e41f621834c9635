/**
 * Whether this engine takes a module with relaxed SIMD, of which our kernels use the fused multiply-add.
 *
 * Node 20 has those instructions behind a flag: its V8 11.3 is the last version before they were released, and computes
 * them as later ones do. There the flag is set. It stays set, since the threads of a process share it: a thread that took
 * it back while another compiles would give that one the other build, and other last digits.
 */
export function acceptsRelaxedSimd(module: BufferSource): boolean {
  if (WebAssembly.validate(module)) return true;
  // Pages have no process, and Node before 20.16 no way to a built-in module without importing it.
  const node = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  if (!node?.versions?.v8.startsWith('11.3.')) return false;
  node.getBuiltinModule?.('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(module);
}
