import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listImages, readImage } from 'hilum/node';
import { describe, expect, test } from 'vitest';

const data = process.env.HILUM_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import cv2'], { timeout: 30_000 }).status === 0,
);
const missing = !existsSync(join(data, 'odd'))
  ? `no images at ${data} (set HILUM_DATA)`
  : python === undefined
    ? 'no python3 with cv2'
    : undefined;

/** What OpenCV reads: one line of JSON a file, colours as RGB, pixels of JPEG in full because decoders round differently. */
const script = `
import base64, hashlib, json, sys
import cv2, numpy
for path in json.load(sys.stdin):
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if image.ndim == 3: image = image[:, :, ::-1]
    pixels = numpy.ascontiguousarray(image).tobytes()
    jpeg = path.endswith(".jpg")
    print(json.dumps({"shape": image.shape, "hash": hashlib.sha256(pixels).hexdigest(),
                      "pixels": base64.b64encode(pixels).decode() if jpeg else ""}))
`;

interface Answer {
  shape: number[];
  hash: string;
  pixels: string;
}

describe.skipIf(missing !== undefined)(
  `real X-rays${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    test('have the pixels that OpenCV reads: PNG exactly, JPEG within 4', async () => {
      const paths = [
        ...(await listImages(join(data, 'odd'))),
        ...(await listImages(join(data, 'unmasked'))),
        ...(await listImages(join(data, 'cxr256', 'CXR_png'))).slice(0, 30),
        ...(await listImages(join(data, 'cxr256', 'masks'))).slice(0, 10),
      ];
      expect(paths.length).toBeGreaterThan(40);
      const { stdout } = spawnSync(python!, ['-c', script], {
        ...{ input: JSON.stringify(paths), encoding: 'utf8', maxBuffer: 100_000_000 },
      });
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Answer);
      for (const [i, path] of paths.entries()) {
        const image = await readImage(path);
        const { shape, hash, pixels } = answers[i]!;
        expect([image.height, image.width, image.channels], path).toEqual([...shape, 1].slice(0, 3));
        if (pixels === '') {
          const bytes = new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength);
          expect(createHash('sha256').update(bytes).digest('hex'), path).toBe(hash);
        } else {
          const expected = Buffer.from(pixels, 'base64');
          const largest = expected.reduce(
            (most, value, k) => Math.max(most, Math.abs(value - image.data[k]!)),
            0,
          );
          expect(largest, path).toBeLessThanOrEqual(4);
        }
      }
    });
  },
);
