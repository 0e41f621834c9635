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

/** The digest that test/reference/opencv.py writes. */
export function digest({ data }: Image): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
    .slice(0, 16);
}
