import { vi } from 'vitest';

// Every engine that runs the tests takes the build with relaxed SIMD. This makes one of them take the other.
vi.mock('../../src/wasm/relaxed-simd', () => ({ acceptsRelaxedSimd: () => false }));
