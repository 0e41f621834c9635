import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeDicomValues } from 'hilum/codecs';
import { describe, expect, test } from 'vitest';

const data = process.env.HILUM_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import pydicom'], { timeout: 30_000 }).status === 0,
);
const missing = !existsSync(join(data, 'dicom'))
  ? `no files at ${data} (set HILUM_DATA)`
  : python === undefined
    ? 'no python3 with pydicom'
    : undefined;

/** What pydicom reads of a file: its values as bytes, 8 bits where they fit. */
const script = `
import hashlib, sys, base64, pydicom, numpy
pixels = pydicom.dcmread(sys.argv[1]).pixel_array
pixels = pixels.astype(numpy.uint8 if pixels.dtype == numpy.uint8 else numpy.uint16)
sys.stdout.write(base64.b64encode(numpy.ascontiguousarray(pixels).tobytes()).decode())
`;

describe.skipIf(missing !== undefined)(
  `real DICOM files${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    test('have the values that pydicom reads: exactly, baseline JPEG within 2', async () => {
      const names = readdirSync(join(data, 'dicom')).filter((name) => name.endsWith('.dcm'));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const path = join(data, 'dicom', name);
        const bytes = readFileSync(path);
        const { data: found, depth } = await decodeDicomValues(bytes, { name: path });
        const { stdout } = spawnSync(python!, ['-c', script, path], { encoding: 'utf8', maxBuffer: 2e8 });
        const expected = Buffer.from(stdout, 'base64');
        const packed = Buffer.from(found.buffer, found.byteOffset, found.byteLength);
        expect(expected.length, name).toBe((found.length * depth) / 8);
        const hash = (each: Uint8Array): string => createHash('sha256').update(each).digest('hex');
        if (!bytes.includes('1.2.840.10008.1.2.4.50')) expect(hash(packed), name).toBe(hash(expected));
        else {
          let largest = 0;
          for (let i = 0; i < expected.length; i++)
            largest = Math.max(largest, Math.abs(expected[i]! - packed[i]!));
          expect(largest, name).toBeLessThanOrEqual(2);
        }
      }
    });
  },
);
