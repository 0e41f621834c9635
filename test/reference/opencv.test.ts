import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  clahe,
  equalizeHistogram,
  gaussianBlur,
  medianBlur,
  resizeArea,
  resizeBilinear,
  resizeCubic,
  resizeNearest,
  warpAffine,
  warpAffineNearest,
  type AffineMatrix,
} from 'hilum';
import { decodePng } from 'hilum/codecs';
import { describe, expect, it } from 'vitest';
import { digest, opencv } from '../data/reference';

const script = fileURLToPath(new URL('opencv.py', import.meta.url));
const images = join(
  process.env.HILUM_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url)),
  'cxr256/CXR_png',
);
/** The version of OpenCV that `command` has, or undefined. */
const versionOf = (command: string): string | undefined => {
  try {
    const ask = ['-c', 'import cv2; print(cv2.__version__)'];
    return execFileSync(command, ask, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
};
// Of the version that made the answers: builds with other switches (IPP, FMA) may round otherwise.
const python = ['/usr/bin/python3', 'python3'].find((command) => versionOf(command) === opencv.opencv);
const noPython = `no Python with OpenCV ${opencv.opencv} here: Debian 12 has it as python3-opencv`;

const matrix: AffineMatrix = [0.96, 0.21, -9.3, -0.2, 1.04, 17.7];

describe('OpenCV', () => {
  it('still gives the answers that are kept', (context) => {
    if (!python) context.skip(noPython);
    const fresh = JSON.parse(execFileSync(python!, [script, '--print'], { encoding: 'utf8' })) as object;
    const kept = JSON.parse(readFileSync(script.replace(/py$/, 'json'), 'utf8')) as object;
    expect({ ...fresh, numpy: '' }).toEqual({ ...kept, numpy: '' });
  });

  it('and hilum agree to the bit on real X-rays', (context) => {
    if (!python) context.skip(noPython);
    if (!existsSync(images)) context.skip(`no real X-rays in ${images}: set HILUM_DATA to where they are`);
    const paths = readdirSync(images)
      .filter((_, i) => i % 27 === 0)
      .map((name) => join(images, name));
    const lines = execFileSync(python!, [script, ...paths], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(lines).toHaveLength(paths.length);
    for (const line of lines) {
      const answer = JSON.parse(line) as { path: string };
      const image = decodePng(readFileSync(answer.path));
      expect({
        path: answer.path,
        decoded: digest(image),
        equalized: digest(equalizeHistogram(image)),
        bilinear: digest(resizeBilinear(image, { width: 300, height: 131 })),
        area: digest(resizeArea(image, { width: 100, height: 90 })),
        prepared: digest(equalizeHistogram(resizeBilinear(image, { width: 64, height: 64 }))),
        halved: digest(resizeArea(image, { width: image.width / 2, height: image.height / 2 })),
        cubic: digest(resizeCubic(image, { width: 311, height: 197 })),
        nearest: digest(resizeNearest(image, { width: 311, height: 197 })),
        clahe: digest(clahe(image)),
        uneven: digest(clahe(image, { clipLimit: 3, tiles: [7, 5] })),
        blurred: digest(gaussianBlur(image, { sigma: 1.5 })),
        median: digest(medianBlur(image, { size: 5 })),
        warped_constant: digest(warpAffine(image, { matrix })),
        warped_replicate: digest(warpAffine(image, { matrix, border: 'replicate' })),
        warped_reflect101: digest(warpAffine(image, { matrix, border: 'reflect101' })),
        turned: digest(warpAffineNearest(image, { matrix })),
      }).toEqual(answer);
    }
  });
});
