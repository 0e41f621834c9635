import { createImage } from '../data/image';
import type { Image } from '../data/image';
import { checkPixels, copyAgain, defaultMaxPixels, defaultName, failer } from './decode-args';
import type { DecodeArgs, Fail } from './decode-args';
import { inflate as inflatePlain } from './inflate';
import type { Inflate } from './inflate';
import { readPngParts } from './png-chunks';
import type { PngHeader, PngParts } from './png-chunks';
import { unfilter, unpack } from './png-rows';

/** What {@link decodePng} may be told. */
export interface DecodePngArgs extends DecodeArgs {
  /** Unpacks the zlib stream inside. Default: plain JavaScript; `hilum/node` hands in zlib's own. */
  inflate?: Inflate | undefined;
}

type Samples = Uint8Array | Uint16Array;

/**
 * Decodes a PNG of any kind: 1, 2, 4, 8 or 16 bits, grey, RGB, palette, with alpha or without, interlaced or not.
 *
 * | file | image |
 * |---|---|
 * | grey of 1, 2 or 4 bits | 1 channel of 8 bits, scaled so that the largest value is 255 |
 * | grey, grey and alpha, RGB, RGB and alpha of 8 or 16 bits | 1, 2, 3, 4 channels, values as they are |
 * | palette | RGB of 8 bits, with alpha where the palette has it |
 * | grey or RGB with one transparent colour | a channel of alpha more |
 *
 * Gamma, colour profiles and text are not read; of an animation the still picture is.
 *
 * @throws Error when the file is empty, not a PNG, cut off or damaged (the checksums of all chunks that count are
 *   checked), naming the file as `name`
 * @throws RangeError when it promises more than `maxPixels` pixels, before memory is taken for them
 *
 * @example
 * ```ts
 * import { createImage } from 'hilum';
 * import { decodePng, encodePng } from 'hilum/codecs';
 *
 * const bytes = encodePng(createImage({ width: 2, height: 1, data: new Uint16Array([0, 40_000]) }));
 * const image = decodePng(bytes, { name: 'two-pixels.png' });
 * console.log(image.depth, image.data[1]); // 16 40000
 * ```
 *
 * Source: Portable Network Graphics (PNG) Specification, third edition, W3C.
 */
export function decodePng(
  bytes: Uint8Array,
  { name: source, maxPixels = defaultMaxPixels, inflate = inflatePlain }: DecodePngArgs = {},
): Image {
  const name = source ?? defaultName;
  const fail = failer('decodePng', name);
  const parts = readPngParts(bytes, fail, (header) => checkPixels('decodePng', name, header, maxPixels));
  const { header } = parts;
  let samples: Samples;
  try {
    samples = readSamples(header, inflate(parts.compressed, inflatedSize(header)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail(`is damaged: its pixels cannot be unpacked (${reason}). ${copyAgain}`, cause);
  }
  const { width, height } = header;
  const data = colored(samples, parts, fail);
  return createImage({ width, height, channels: data.length / (width * height), data, source });
}

const channelsOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** Where each of the seven passes of an interlaced image begins, and its steps: x, y, step in x, step in y. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** One picture inside the stream: the whole image, or a pass of an interlaced one. */
interface Pass {
  x: number;
  y: number;
  stepX: number;
  stepY: number;
  width: number;
  height: number;
  rowBytes: number;
}

function passesOf({ width, height, depth, colorType, interlaced }: PngHeader): Pass[] {
  const bits = depth * channelsOf[colorType];
  return (interlaced ? adam7 : ([[0, 0, 1, 1]] as const))
    .map(([x, y, stepX, stepY]) => {
      const passWidth = Math.ceil((width - x) / stepX);
      const rowBytes = Math.ceil((passWidth * bits) / 8);
      return { x, y, stepX, stepY, width: passWidth, height: Math.ceil((height - y) / stepY), rowBytes };
    })
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

function inflatedSize(header: PngHeader): number {
  return passesOf(header).reduce((sum, { height, rowBytes }) => sum + height * (rowBytes + 1), 0);
}

/** One value a sample, as stored: not scaled, palettes as indices. */
function readSamples(header: PngHeader, filtered: Uint8Array): Samples {
  const { width, height, depth, colorType, interlaced } = header;
  const channels = channelsOf[colorType];
  const step = Math.max(1, (depth * channels) / 8);
  const length = width * height * channels;
  const whole = interlaced ? (depth === 16 ? new Uint16Array(length) : new Uint8Array(length)) : undefined;
  let start = 0;
  for (const pass of passesOf(header)) {
    const rows = unfilter(filtered, start, pass.height, pass.rowBytes, step);
    const samples = unpack(rows, pass.width * channels, pass.height, depth);
    if (!whole) return samples;
    start += pass.height * (pass.rowBytes + 1);
    let from = 0;
    for (let y = pass.y; y < height; y += pass.stepY) {
      for (let x = pass.x; x < width; x += pass.stepX) {
        for (let c = 0; c < channels; c++) whole[(y * width + x) * channels + c] = samples[from++]!;
      }
    }
  }
  return whole!;
}

/** Looks colours up in the palette, turns a transparent colour into alpha, and scales low depths to 8 bits. */
function colored(samples: Samples, { header, palette, transparency }: PngParts, fail: Fail): Samples {
  const { depth, colorType } = header;
  if (colorType === 3) {
    if (!palette?.length || palette.length % 3)
      fail(`is damaged: its palette is missing or broken. ${copyAgain}`);
    return lookUp(samples, palette, transparency, fail);
  }
  const channels = channelsOf[colorType];
  // A transparent colour is as many 16-bit numbers as there are channels; with an alpha channel there may be none.
  const data =
    transparency?.length === 2 * channels ? addAlpha(samples, channels, transparency, depth) : samples;
  if (depth < 8 && data === samples)
    for (let i = 0; i < data.length; i++) data[i]! *= 255 / ((1 << depth) - 1);
  return data;
}

function lookUp(
  indices: Samples,
  palette: Uint8Array,
  alphas: Uint8Array | undefined,
  fail: Fail,
): Uint8Array {
  const channels = alphas ? 4 : 3;
  const data = new Uint8Array(indices.length * channels);
  for (let i = 0, to = 0; i < indices.length; i++, to += channels) {
    const from = indices[i]! * 3;
    if (from >= palette.length) {
      fail(`is damaged: it uses colour ${from / 3} of a palette of ${palette.length / 3}. ${copyAgain}`);
    }
    data[to] = palette[from]!;
    data[to + 1] = palette[from + 1]!;
    data[to + 2] = palette[from + 2]!;
    if (alphas) data[to + 3] = alphas[from / 3] ?? 255;
  }
  return data;
}

function addAlpha(samples: Samples, channels: number, color: Uint8Array, depth: number): Samples {
  const pixels = samples.length / channels;
  const length = pixels * (channels + 1);
  const data = depth === 16 ? new Uint16Array(length) : new Uint8Array(length);
  const scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
  const opaque = depth === 16 ? 65_535 : 255;
  for (let i = 0, from = 0, to = 0; i < pixels; i++) {
    let clear = true;
    for (let c = 0; c < channels; c++) {
      const value = samples[from++]!;
      clear &&= value === ((color[2 * c]! << 8) | color[2 * c + 1]!);
      data[to++] = value * scale;
    }
    data[to++] = clear ? 0 : opaque;
  }
  return data;
}
