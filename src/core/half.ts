/** The numbers whose 16 bits in IEEE 754 half precision are `halves`. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** The numbers whose upper 16 bits in single precision are `halves`: brain floating point. */
export function fromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/**
 * The 16 bits of the halves that are nearest to `values`, of two equally near ones the even one; infinite from
 * 65,520 on.
 */
export function toFloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(words, (bits, i) => {
    const sign = (bits >>> 16) & 0x8000;
    const magnitude = bits & 0x7fff_ffff;
    if (magnitude > 0x7f80_0000) return sign | 0x7e00;
    if (magnitude >= 0x477f_f000) return sign | 0x7c00;
    // Below 2^-14 a half counts in steps of 2^-24.
    if (magnitude < 0x3880_0000) return sign | roundToEven(Math.abs(values[i]!) * 2 ** 24);
    // Another exponent, and 13 bits less: half of the last one minus 1, and 1 more where that leaves an odd number.
    return sign | ((magnitude - 0x3800_0000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  });
}

function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
