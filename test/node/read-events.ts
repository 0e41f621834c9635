import { crc32c } from '../../src/node/event-file';

/** What a record of an event file tells, as read by the formats' own documents. */
export interface ReadEvent {
  time?: number;
  step?: number;
  version?: string;
  scalars?: Record<string, number>;
  sessionStatus?: number;
}

/** Reads an event file, and throws where a checksum is wrong or a record is cut off. */
export function readEvents(file: Uint8Array): ReadEvent[] {
  const events: ReadEvent[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    if (view.getUint32(at + 8, true) !== masked(file.subarray(at, at + 8))) throw new Error('length');
    const message = file.subarray(at + 12, at + 12 + length);
    if (view.getUint32(at + 12 + length, true) !== masked(message)) throw new Error('message');
    events.push(readEvent(message));
    at += length + 16;
  }
  return events;
}

function masked(bytes: Uint8Array): number {
  const crc = BigInt(crc32c(bytes));
  return Number((((crc >> 15n) | (crc << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

function readEvent(message: Uint8Array): ReadEvent {
  const event: ReadEvent = {};
  for (const [field, value] of fields(message)) {
    if (field === 1) event.time = number(value, 8);
    else if (field === 2) event.step = value as number;
    else if (field === 3) event.version = new TextDecoder().decode(value as Uint8Array);
    else if (field === 5) event.scalars = readSummary(value as Uint8Array);
    else if (field === 7) event.sessionStatus = fields(value as Uint8Array)[0]![1] as number;
    else throw new Error(`field ${field}`);
  }
  return event;
}

function readSummary(message: Uint8Array): Record<string, number> {
  return Object.fromEntries(
    fields(message).map(([, value]) => {
      const [[, tag], [, scalar]] = fields(value as Uint8Array) as [
        [number, Uint8Array],
        [number, Uint8Array],
      ];
      return [new TextDecoder().decode(tag), number(scalar, 4)];
    }),
  );
}

function number(bytes: number | Uint8Array, width: 4 | 8): number {
  const { buffer, byteOffset } = bytes as Uint8Array;
  const view = new DataView(buffer, byteOffset);
  return width === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

/** The fields of a protocol buffer: numbers, or bytes for everything else. */
function fields(message: Uint8Array): [field: number, value: number | Uint8Array][] {
  const found: [number, number | Uint8Array][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const kind = key & 7;
    if (kind === 0) {
      found.push([key >>> 3, varint()]);
      continue;
    }
    const length = kind === 1 ? 8 : kind === 5 ? 4 : varint();
    found.push([key >>> 3, message.subarray(at, at + length)]);
    at += length;
  }
  return found;
}
