import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from '../../src/codecs/crc';
import { bitwiseCrc } from './write-png';

test('the check value of CRC-32, of the letters 123456789, is CBF43926', () => {
  // Check value as listed in the catalogue of CRC algorithms (CRC-32/ISO-HDLC).
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes, 0, bytes.length)).toBe(0xcbf43926);
});

test('any stretch of any bytes has the checksum that the definition gives bit by bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(20), fc.nat(20), (bytes, skip, cut) => {
      const start = Math.min(skip, bytes.length);
      const end = Math.max(start, bytes.length - cut);
      return crc32(bytes, start, end) === bitwiseCrc(bytes.subarray(start, end));
    }),
  );
});
