/** Elements of DICOM, byte by byte as PS3.5 chapter 7 has them; what they mean is left to the tests. */

export type Bytes = number[];

export const text = (value: string): Bytes =>
  Array.from(value.length % 2 ? `${value} ` : value, (letter) => letter.charCodeAt(0));

export const word = (...values: number[]): Bytes =>
  values.flatMap((value) => [value & 255, (value >> 8) & 255]);
export const long = (value: number): Bytes => [...word(value & 0xffff), ...word(value >>> 16)];
const tagBytes = (tag: number): Bytes => [...word(tag >>> 16), ...word(tag & 0xffff)];

/** Explicit VR, little endian: a length of two bytes. */
export const short = (tag: number, vr: string, value: Bytes): Bytes => [
  ...tagBytes(tag),
  ...text(vr),
  ...word(value.length),
  ...value,
];

/** Explicit VR, little endian: two bytes of nothing and a length of four, which may be another than it is. */
export const wide = (tag: number, vr: string, value: Bytes, length = value.length): Bytes => [
  ...tagBytes(tag),
  ...text(vr),
  ...word(0),
  ...long(length),
  ...value,
];

/** Implicit VR, little endian: also items, fragments and the ends of sequences. */
export const implicit = (tag: number, value: Bytes, length = value.length): Bytes => [
  ...tagBytes(tag),
  ...long(length),
  ...value,
];

export const unknown = 0xffff_ffff;
export const item = 0xfffe_e000;
export const itemEnd = implicit(0xfffe_e00d, []);
export const sequenceEnd = implicit(0xfffe_e0dd, []);
