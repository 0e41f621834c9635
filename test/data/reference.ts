import { createHash } from 'node:crypto';
import { createImage, type Image } from 'hilum';
import reference from '../reference/opencv.json';

/** Answers of OpenCV and the versions that made them: see test/reference/opencv.py. */
export const opencv = reference;

/** The picture of test/reference/opencv.py: a linear congruential generator's top bits, or floats in [0, 1). */
export function picture(
  [width, height]: readonly number[],
  { channels = 1, depth = 8, seed }: { channels?: number; depth?: number; seed: number },
): Image {
  const length = width! * height! * channels;
  const data =
    depth === 8 ? new Uint8Array(length) : depth === 16 ? new Uint16Array(length) : new Float32Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = depth === 32 ? state / 2 ** 32 : state >>> (32 - depth);
  }
  return createImage({ width: width!, height: height!, channels, data });
}

/** The pictures of other kinds of test/reference/opencv.py. */
export function scene(
  kind: string,
  size: readonly number[],
  { channels = 1, depth, seed }: { channels?: number; depth: number; seed: number },
): Image {
  const image = picture(size, { channels, depth, seed });
  if (kind === 'noise') return image;
  const white = 2 ** depth - 1;
  const valueAt = (x: number, y: number, noise: number): number =>
    kind === 'narrow'
      ? (noise % 7) + 100
      : kind === 'flat'
        ? 77
        : kind === 'slope'
          ? ((x * 3 + y * 5) * Math.floor(white / 255)) % (white + 1)
          : (((x >> 1) + y) % 2) * white;
  const data = image.data.map((noise, i) => {
    const pixel = Math.floor(i / channels);
    return valueAt(pixel % image.width, Math.floor(pixel / image.width), noise);
  });
  return createImage({ ...image, data });
}

/** The digest that test/reference/opencv.py writes. */
export function digest({ data }: Image): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
    .slice(0, 16);
}
