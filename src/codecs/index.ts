export { decodeImage } from './decode-image';
export type { DecodeImageArgs } from './decode-image';
export { decodeJpeg } from './decode-jpeg';
export { decodePng } from './decode-png';
export type { DecodePngArgs } from './decode-png';
export { encodePng } from './encode-png';
export type { EncodePngArgs } from './encode-png';
export type { DecodeArgs } from './decode-args';
export type { Inflate } from './inflate';
