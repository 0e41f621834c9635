import { describe, expect, it } from 'vitest';
import { crc32c, eventRecord } from '../../src/node/event-file';
import { readEvents } from './read-events';

describe('crc32c', () => {
  // RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
  it('is the Castagnoli checksum', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  });
});

describe('eventRecord', () => {
  it('writes what a reader of the formats reads back', () => {
    const scalars = [
      { tag: 'loss', value: 0.25 },
      { tag: 'Überlappung', value: -Infinity },
      { tag: 'a tag of many letters '.repeat(20), value: 1e-9 },
    ];
    const records = [
      eventRecord({ time: 1.5, version: 'brain.Event:2' }),
      eventRecord({ time: 1700000000.125, step: 300, start: true }),
      eventRecord({ time: 2, step: 5_000_000_000, scalars }),
    ];
    expect(readEvents(Buffer.concat(records))).toEqual([
      { time: 1.5, version: 'brain.Event:2' },
      { time: 1700000000.125, step: 300, sessionStatus: 1 },
      {
        time: 2,
        step: 5_000_000_000,
        scalars: Object.fromEntries(scalars.map(({ tag, value }) => [tag, Math.fround(value)])),
      },
    ]);
  });

  // Event { wall_time: 0, file_version: 'brain.Event:2' }, its bytes by hand: 0x09 and eight of 0, 0x1a, length, text.
  it('lays an event out as its protocol buffer says', () => {
    const record = eventRecord({ time: 0, version: 'brain.Event:2' });
    const message = [0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 13, ...new TextEncoder().encode('brain.Event:2')];
    expect(Array.from(record.subarray(0, 8))).toEqual([message.length, 0, 0, 0, 0, 0, 0, 0]);
    expect(Array.from(record.subarray(12, 12 + message.length))).toEqual(message);
    expect(record.length).toBe(message.length + 16);
  });
});
