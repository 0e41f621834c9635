import { describe, expect, it, vi } from 'vitest';
import { acceptsRelaxedSimd } from '../../src/wasm/relaxed-simd';

/** (a, b, c) → a·b + c in all lanes, of which it gives the first. */
const multiplyAdd = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // a module
  ...[1, 8, 1, 0x60, 3, 0x7d, 0x7d, 0x7d, 1, 0x7d], // of a function from three floats to one
  ...[3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0], // exported as f
  ...[10, 22, 1, 20, 0], // whose code is
  ...[0, 1, 2].flatMap((i) => [0x20, i, 0xfd, 0x13]), // local.get i, f32x4.splat
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0, 0x0b], // f32x4.relaxed_madd, f32x4.extract_lane 0
]);

function madd(): (a: number, b: number, c: number) => number {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(multiplyAdd));
  return exports.f as (a: number, b: number, c: number) => number;
}

describe('acceptsRelaxedSimd', () => {
  it('is true on every Node that runs the tests, and multiplies and adds then', () => {
    expect(acceptsRelaxedSimd(multiplyAdd)).toBe(true);
    expect(madd()(2, 3, 4)).toBe(10);
    expect(acceptsRelaxedSimd(multiplyAdd)).toBe(true);
  });

  it('rounds once, as later versions of V8 do, where the machine has such an instruction', () => {
    expect(acceptsRelaxedSimd(multiplyAdd)).toBe(true);
    // (1 + 2⁻¹²)² − 1 = 2⁻¹¹ + 2⁻²⁴, of which the last part is lost where the square is rounded first.
    expect([2 ** -11, 2 ** -11 + 2 ** -24]).toContain(madd()(1 + 2 ** -12, 1 + 2 ** -12, -1));
  });

  it('is false for what is not a module of any kind', () => {
    expect(acceptsRelaxedSimd(Uint8Array.of(0, 0x61, 0x73, 0x6d, 9))).toBe(false);
  });

  it('is false where there is no process, no V8 or another one, without touching a flag', () => {
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const setFlags = vi.fn();
    const getBuiltinModule = () => ({ setFlagsFromString: setFlags });
    try {
      for (const process of [undefined, {}, { versions: { v8: '12.4.254' }, getBuiltinModule }]) {
        vi.stubGlobal('process', process);
        expect(acceptsRelaxedSimd(multiplyAdd)).toBe(false);
      }
    } finally {
      vi.unstubAllGlobals();
      validate.mockRestore();
    }
    expect(setFlags).not.toHaveBeenCalled();
  });
});
