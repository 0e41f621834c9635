import { check } from '../core/check';
import { toGrey } from './grey';
import { createImage, type Image } from './image';
import { resizeArea } from './resize-area';
import { resizeBilinear } from './resize-bilinear';

/**
 * A name for the pixels of an image: equal for images of equal size, channels, depth and values, whatever file they
 * came from, and else different but for a chance of 2⁻⁶⁴. It is quick, and no protection against forgery.
 *
 * @param image any channels, any depth
 * @returns 16 hexadecimal digits
 * @example
 * ```ts
 * import { contentHash, createImage } from 'hilum';
 *
 * const image = createImage({ width: 2, height: 1, data: new Uint8Array([1, 2]) });
 * contentHash(image) === contentHash({ ...image, data: new Uint8Array([1, 2]) }); // true
 * ```
 */
export function contentHash({ width, height, channels, depth, data }: Image): string {
  const values = data instanceof Float32Array ? new Uint32Array(data.slice().buffer) : data;
  let a = 0x9e3779b9;
  let b = 0x7f4a7c15;
  const add = (value: number): void => {
    a = Math.imul(a ^ value, 0x85ebca6b);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ value, 0xc2b2ae35);
    b = (b << 17) | (b >>> 15);
  };
  [width, height, channels, depth].forEach(add);
  for (let i = 0; i < values.length; i++) add(values[i]!);
  return finish(a ^ (b >>> 7)) + finish(b);
}

/** The finaliser of MurmurHash3, as 8 hexadecimal digits. */
function finish(state: number): string {
  let x = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0).toString(16).padStart(8, '0');
}

/** Sides of what is looked at, and of the frequencies that count. */
const looked = 64;
const kept = 16;

/**
 * What an image looks like, in 255 bits, much the same after resizing, another brightness, contrast or gamma, noise
 * and lossy compression: grey → 64×64 → discrete cosine transform → the lowest 16×16 frequencies without the mean,
 * each a bit, 1 above their median. {@link hashDistance} tells two apart.
 *
 * Frontal chest X-rays look alike: the usual hashes of 64 bits take different patients for one. Of 550 (256×256, of
 * Montgomery and Shenzhen) no two of these lie closer than 38 bits and half of all pairs further than 106, while copies
 * lie within 4 after shrinking to a quarter, 6 after noise, 2 after 0.6 of the contrast, 18 after 40 of 255 more
 * brightness, and 26 after a gamma of 1.5. An equalised histogram moves up to 66, a mirror or a rotation everything.
 *
 * Source of the method: Zauner, Implementation and benchmarking of perceptual image hash functions, 2010.
 *
 * @param image 1 to 4 channels, any depth
 * @returns 64 hexadecimal digits; undefined for an image of one value, which looks like nothing
 * @example
 * ```ts
 * import { chestPhantom, hashDistance, perceptualHash, resizeArea } from 'hilum';
 *
 * const { image } = chestPhantom({ seed: 1, size: 128 });
 * const small = resizeArea(image, { width: 64, height: 64 });
 * hashDistance(perceptualHash(image)!, perceptualHash(small)!) < 24; // true
 * ```
 */
export function perceptualHash(image: Image): string | undefined {
  const grey = toGrey(image);
  // In floats: an image of 16 bits may use few of its values.
  const floats = createImage({ width: grey.width, height: grey.height, data: Float32Array.from(grey.data) });
  const size = { width: looked, height: looked };
  const shrinks = grey.width >= looked && grey.height >= looked;
  const { data } = shrinks ? resizeArea(floats, size) : resizeBilinear(floats, size);
  const first = data[0]!;
  if (data.every((value) => value === first || Number.isNaN(value))) return undefined;

  const frequencies = cosines(data).slice(1);
  const median = frequencies.slice().sort()[(frequencies.length - 1) / 2]!;
  let hash = '';
  for (let i = 0; i < kept * kept; i += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit++) if (frequencies[i + bit]! > median) digit |= 1 << bit;
    hash += digit.toString(16);
  }
  return hash;
}

/** The lowest frequencies of a picture of `looked` × `looked` pixels (DCT-II, not normalised), row by row. */
function cosines(data: Float32Array): Float64Array {
  const wave = Float64Array.from({ length: kept * looked }, (_, i) =>
    Math.cos((Math.PI / looked) * ((i % looked) + 0.5) * Math.floor(i / looked)),
  );
  const rows = new Float64Array(looked * kept);
  for (let y = 0; y < looked; y++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let x = 0; x < looked; x++) sum += data[y * looked + x]! * wave[u * looked + x]!;
      rows[y * kept + u] = sum;
    }
  }
  const out = new Float64Array(kept * kept);
  for (let v = 0; v < kept; v++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let y = 0; y < looked; y++) sum += rows[y * kept + u]! * wave[v * looked + y]!;
      out[v * kept + u] = sum;
    }
  }
  return out;
}

/**
 * In how many bits two hashes of {@link perceptualHash} differ: 0 to 255.
 *
 * @throws RangeError when they are not of one length
 * @example
 * ```ts
 * import { hashDistance } from 'hilum';
 *
 * hashDistance('0f', '1e'); // 2
 * ```
 */
export function hashDistance(a: string, b: string): number {
  check(
    a.length === b.length,
    `hashDistance: hashes must be of one length, got ${a.length} and ${b.length}.`,
  );
  return differingBits(wordsOf(a), wordsOf(b));
}

/** The bits of a hash, 32 in a word. */
export function wordsOf(hash: string): Uint32Array {
  return Uint32Array.from({ length: Math.ceil(hash.length / 8) }, (_, i) =>
    parseInt(hash.slice(8 * i, 8 * i + 8), 16),
  );
}

/** In how many bits as many words differ. */
export function differingBits(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    // Sums of neighbouring bits, of pairs, of fours, and of all bytes by one product.
    let bits = a[i]! ^ b[i]!;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
