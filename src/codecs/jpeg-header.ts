import { copyAgain } from './decode-args';
import type { Fail } from './decode-args';
import { readOrientation } from './orientation';

/** What has to be known of a JPEG before memory is taken for it. */
export interface JpegHeader {
  width: number;
  height: number;
  /** 1 grey, 3 colour, 4 CMYK. */
  components: number;
  /** 1 to 8, as EXIF counts; 1 is upright. */
  orientation: number;
}

// A progressive file has about ten; thousands of them, each a few bytes long, would keep a decoder busy for hours.
const maxScans = 100;

/** Walks over all segments of a JPEG: `whenSized` sees the frame first, and the file is known to be whole afterwards. */
export function readJpegHeader(
  bytes: Uint8Array,
  fail: Fail,
  whenSized: (header: JpegHeader) => void,
): JpegHeader {
  if (bytes.length === 0) fail(`is empty (0 bytes). ${copyAgain}`);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) fail('is not a JPEG. Check how the file was made.');

  const cutOff = (): never => fail(`is cut off after ${bytes.length} bytes. ${copyAgain}`);
  let header: JpegHeader | undefined;
  let orientation = 1;
  let scans = 0;
  for (let at = 2; ;) {
    if (at + 1 >= bytes.length) cutOff();
    if (bytes[at] !== 0xff) fail(`is damaged at byte ${at}: no marker is there. ${copyAgain}`);
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1; // padding
      continue;
    }
    at += 2;
    if (marker === 0xd9) break; // end of image
    const length = at + 1 < bytes.length ? bytes[at]! * 256 + bytes[at + 1]! : cutOff();
    const end = at + length;
    if (end > bytes.length) cutOff();
    if (length < 2) fail(`is damaged at byte ${at}: a segment of ${length} bytes. ${copyAgain}`);
    if (marker === 0xe1 && orientation === 1) orientation = readOrientation(bytes.subarray(at + 2, end));
    if (isFrame(marker)) {
      if (header) fail('holds several pictures in one JPEG. Save one of them as a plain JPEG.');
      header = readFrame(marker, bytes.subarray(at + 2, end), fail);
      whenSized(header);
    }
    at = end;
    if (marker === 0xda) {
      scans += 1;
      if (scans > maxScans) fail(`has more than ${maxScans} scans. Save it again as a plain JPEG.`);
      at = skipScan(bytes, at);
    }
  }
  return header && scans > 0
    ? { ...header, orientation }
    : fail(`is damaged: it holds no picture. ${copyAgain}`);
}

/** SOF0 to SOF15 but for the two tables (C4, CC) and the extension (C8) among them, and SOF55 of JPEG-LS. */
function isFrame(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf && marker % 4 !== 0) || marker === 0xc0 || marker === 0xf7;
}

function readFrame(marker: number, data: Uint8Array, fail: Fail): JpegHeader {
  if (marker > 0xc2) {
    const kind =
      marker === 0xf7 ? 'a JPEG-LS file' : marker === 0xc3 ? 'a lossless JPEG' : 'a rare kind of JPEG';
    fail(`is ${kind} (SOF${marker - 0xc0}), which cannot be read. Convert it to PNG first.`);
  }
  const [precision, ...rest] = data as unknown as number[];
  const [heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, components = 0] = rest;
  if (data.length !== 6 + 3 * components)
    fail(`is damaged: its frame header has the wrong size. ${copyAgain}`);
  if (precision !== 8)
    fail(`is a JPEG of ${precision!} bits, only 8 can be read. Convert it to a 16-bit PNG first.`);
  if (![1, 3, 4].includes(components)) {
    fail(`is a JPEG of ${components} channels, only 1, 3 and 4 can be read. Save it again as grey or RGB.`);
  }
  const [width, height] = [widthHigh * 256 + widthLow, heightHigh * 256 + heightLow];
  return { width, height, components, orientation: 1 };
}

/** The byte at which the next marker begins; zero bytes after FF and restart markers belong to the scan. */
function skipScan(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at += 2) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const next = bytes[at + 1];
    if (next === 0xff) at -= 1;
    else if (next !== 0 && !(next! >= 0xd0 && next! <= 0xd7)) return at;
  }
}
