/*
 * The files that TensorBoard reads: records of a length, the bytes of a protocol buffer, and checksums of both.
 * Formats: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details and event.proto,
 * summary.proto of TensorFlow.
 */

/** One number of a chart. */
export interface Scalar {
  readonly tag: string;
  readonly value: number;
}

/** What one record of an event file tells. Times are seconds since 1970. */
export type FileEvent =
  | { readonly time: number; readonly version: string }
  | { readonly time: number; readonly step: number; readonly scalars: readonly Scalar[] }
  /** A run starts, or goes on: what was told of this step and later ones holds no more. */
  | { readonly time: number; readonly step: number; readonly start: true };

/** A record: length, checksum of the length, the event, checksum of the event. */
export function eventRecord(event: FileEvent): Uint8Array {
  const message = eventMessage(event);
  const bytes = new Uint8Array(message.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(message.length), true);
  view.setUint32(8, maskedCrc(bytes.subarray(0, 8)), true);
  bytes.set(message, 12);
  view.setUint32(12 + message.length, maskedCrc(message), true);
  return bytes;
}

// Fields of Event: wall_time = 1, step = 2, file_version = 3, summary = 5, session_log = 7.
function eventMessage(event: FileEvent): Uint8Array {
  const head = double(1, event.time);
  if ('version' in event) return concat(head, text(3, event.version));
  const at = concat(head, varintField(2, event.step));
  if ('start' in event) return concat(at, bytesField(7, varintField(1, 1)));
  // Summary: value = 1; Value: tag = 1, simple_value = 2.
  const values = event.scalars.map(({ tag, value }) => bytesField(1, concat(text(1, tag), float(2, value))));
  return concat(at, bytesField(5, concat(...values)));
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}

const varintField = (field: number, value: number): Uint8Array => concat(varint(field * 8), varint(value));
const bytesField = (field: number, value: Uint8Array): Uint8Array =>
  concat(varint(field * 8 + 2), varint(value.length), value);
const text = (field: number, value: string): Uint8Array => bytesField(field, new TextEncoder().encode(value));
const double = (field: number, value: number): Uint8Array =>
  concat(varint(field * 8 + 1), new Uint8Array(Float64Array.of(value).buffer));
const float = (field: number, value: number): Uint8Array =>
  concat(varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer));

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** The CRC-32C (polynomial 0x82F63B78) of the bytes, bit by bit: an event has a hundred of them. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Rotated and shifted, because the checksum of bytes that hold their own checksum is weak. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
