import { check, checkInteger } from '../core/check';
import { createImage } from '../data/image';
import type { Image, PixelData } from '../data/image';
import { checkPixels, copyAgain, defaultMaxPixels, defaultName, failer } from './decode-args';
import type { DecodeArgs } from './decode-args';
import { tags } from './dicom-elements';
import { readDicomFile } from './dicom-file';
import { readDicomHeader } from './dicom-header';
import type { DicomHeader } from './dicom-header';
import { readSamples } from './dicom-samples';
import type { DicomSamples } from './dicom-samples';
import { displayTable, modalityTable } from './dicom-tones';

/** What {@link decodeDicomValues} may be told. */
export interface DecodeDicomValuesArgs extends DecodeArgs {
  /** Which picture of a file that holds several, from 0. Default: the only one; of several one must be chosen. */
  frame?: number | undefined;
}

/** What {@link decodeDicom} may be told. */
export interface DecodeDicomArgs extends DecodeDicomValuesArgs {
  /**
   * Whether the VOI LUT or else the first window of the file is applied, as a viewer would. Default `true`; `false`
   * spreads the whole range that the stored values could have from black to white, so that none is clipped.
   */
  window?: boolean | undefined;
}

/** A radiograph with what its DICOM file tells about the view. Nothing about the patient is read. */
export interface DicomImage<Data extends PixelData = PixelData> extends Image<Data> {
  /** The side of a paired body part: left, right, both, unpaired. */
  readonly laterality?: 'L' | 'R' | 'B' | 'U';
  /** As `PA`, `AP`, `LL`; only the terms that DICOM defines. */
  readonly viewPosition?: string;
}

/**
 * Decodes a DICOM file to a picture as a viewer shows it, dense white: modality LUT or rescaling, VOI LUT or window,
 * MONOCHROME1 turned over, padding black.
 *
 * | file | image |
 * |---|---|
 * | grey of up to 8 bits stored | 1 channel of 8 bits, white 255 |
 * | grey of 9 to 16 bits stored | 1 channel of 16 bits, white 65,535 |
 * | colour of 8 bits | RGB of 8 bits |
 *
 * Reads implicit and explicit VR, little and big endian, deflated, uncompressed, RLE, JPEG baseline (grey may differ by
 * 1 from other decoders), JPEG lossless, and, where `@cornerstonejs/codec-charls` and `@cornerstonejs/codec-openjpeg`
 * are installed, JPEG-LS and JPEG 2000; those are loaded when the first such file comes. `spacing` is the file's
 * Pixel Spacing, or else its Imager Pixel Spacing, which is that of the detector.
 *
 * @throws (rejects) Error when the file is empty, not DICOM, cut off or damaged, holds several pictures and none is
 *   chosen, needs a package that is missing (which is named), or is of a kind that cannot be read. Errors name the file
 *   as `name` and repeat no text of it
 * @throws (rejects) RangeError when it promises more than `maxPixels` pixels, before memory is taken for them, or
 *   `frame` is none of its frames. Decoding takes at most about 35 bytes a pixel
 *
 * @example
 * ```ts
 * import { decodeDicom } from 'hilum/codecs';
 *
 * const cut = new Uint8Array(200);
 * cut.set(new TextEncoder().encode('DICM'), 128);
 * await decodeDicom(cut.subarray(0, 132), { name: 'chest.dcm' }).catch((error: Error) => {
 *   console.log(error.message); // decodeDicom: chest.dcm holds no picture (a report, or a directory perhaps). …
 * });
 * ```
 *
 * Source: DICOM PS3.3 C.7.6.3, C.11.1, C.11.2; PS3.5.
 */
export async function decodeDicom(bytes: Uint8Array, args: DecodeDicomArgs = {}): Promise<DicomImage> {
  const { header, samples } = await readFrame('decodeDicom', bytes, args);
  if (header.samplesPerPixel === 3) return imageOf(header, toRgb(samples, header), args);
  const deep = header.bitsStored > 8;
  const white = deep ? 65_535 : 255;
  const shades = displayTable(header, args.window ?? true, failer('decodeDicom', args.name ?? defaultName));
  const table = deep ? new Uint16Array(shades.length) : new Uint8Array(shades.length);
  for (let i = 0; i < table.length; i++) table[i] = Math.round(shades[i]! * white);
  return imageOf(header, throughTable(samples, header, table), args);
}

/**
 * Decodes the values of a DICOM file as they are, after its modality LUT or rescaling and nothing else: not windowed,
 * not scaled, MONOCHROME1 not turned over. Numbers, not yet a picture: black and white are not at the ends of a range.
 *
 * @returns 8 or 16 bits where all values that could come are whole and not negative, floats otherwise; colour as in
 *   {@link decodeDicom}
 * @throws (rejects) as {@link decodeDicom}
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { decodeDicomValues } from 'hilum/codecs';
 *
 * async function brightest(path: string): Promise<number> {
 *   const { data } = await decodeDicomValues(await readFile(path), { name: path });
 *   return Float64Array.from(data).sort().at(-1)!;
 * }
 * await brightest('nowhere.dcm').catch((error: Error) => console.log(error.message)); // ENOENT: …
 * ```
 */
export async function decodeDicomValues(
  bytes: Uint8Array,
  args: DecodeDicomValuesArgs = {},
): Promise<DicomImage> {
  const { header, samples } = await readFrame('decodeDicomValues', bytes, args);
  if (header.samplesPerPixel === 3) return imageOf(header, toRgb(samples, header), args);
  const meanings = modalityTable(header);
  const fits = (limit: number): boolean =>
    meanings.every((value) => value >= 0 && value <= limit && Number.isInteger(value));
  const table = fits(255)
    ? Uint8Array.from(meanings)
    : fits(65_535)
      ? Uint16Array.from(meanings)
      : Float32Array.from(meanings);
  return imageOf(header, throughTable(samples, header, table), args);
}

async function readFrame(
  caller: string,
  bytes: Uint8Array,
  { name = defaultName, maxPixels = defaultMaxPixels, frame }: DecodeDicomValuesArgs,
): Promise<{ header: DicomHeader; samples: DicomSamples }> {
  const fail = failer(caller, name);
  const file = readDicomFile(bytes, maxPixels, fail);
  const header = readDicomHeader(file, fail);
  checkPixels(caller, name, header, maxPixels);
  const { frames } = header;
  if (!Number.isInteger(frames) || frames < 1) fail(`is damaged: it promises ${frames} frames. ${copyAgain}`);
  if (frame !== undefined) {
    checkInteger(caller, 'frame', frame, 0);
    check(frame < frames, `${caller}: ${name} has ${frames} frames, got frame ${frame}. Count from 0.`);
  } else if (frames > 1) fail(`holds ${frames} pictures. Choose one with frame, 0 to ${frames - 1}.`);
  const element = file.elements.get(tags.pixelData)!;
  const samples = await readSamples({ ...file, element, frame: frame ?? 0 }, header, fail);
  return { header, samples };
}

function imageOf<Data extends PixelData>(
  { width, height, samplesPerPixel: channels, spacing, laterality, viewPosition }: DicomHeader,
  data: Data,
  { name: source }: DecodeArgs,
): DicomImage<Data> {
  return {
    ...createImage({ width, height, channels, data, spacing, source }),
    ...(laterality && { laterality }),
    ...(viewPosition !== undefined && { viewPosition }),
  };
}

/** Each stored value by a table over all its patterns. */
function throughTable<Table extends PixelData>(
  { values }: DicomSamples,
  { width, height, shift, bitsStored }: DicomHeader,
  table: Table,
): Table {
  const data = new (table.constructor as new (length: number) => Table)(width * height);
  // Bits above those that are stored may hold overlays.
  const mask = 2 ** bitsStored - 1;
  for (let i = 0; i < data.length; i++) data[i] = table[(values[i]! >> shift) & mask]!;
  return data;
}

function toRgb({ values, planar, isRgb }: DicomSamples, { width, height }: DicomHeader): Uint8Array {
  const pixels = width * height;
  const data = new Uint8Array(3 * pixels);
  const [pixel, channel] = planar ? [1, pixels] : [3, 1];
  for (let i = 0; i < pixels; i++) {
    const from = i * pixel;
    for (let c = 0; c < 3; c++) data[3 * i + c] = values[from + c * channel]!;
  }
  if (isRgb) return data;
  // YBR_FULL (PS3.3 C.7.6.3.1.2): ITU-R BT.601 with Cb and Cr around 128.
  for (let i = 0; i < data.length; i += 3) {
    const y = data[i]!;
    const blue = data[i + 1]! - 128;
    const red = data[i + 2]! - 128;
    data[i] = clip(y + 1.402 * red);
    data[i + 1] = clip(y - 0.344136 * blue - 0.714136 * red);
    data[i + 2] = clip(y + 1.772 * blue);
  }
  return data;
}

function clip(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
