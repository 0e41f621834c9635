/** What the frame of any JPEG tells: baseline, lossless, JPEG-LS. */
export interface JpegFrame {
  /** The second byte of its marker: C0 baseline, C3 lossless, F7 JPEG-LS. */
  marker: number;
  precision: number;
  width: number;
  height: number;
  /** The identifiers of its components. */
  components: number[];
  /** Whether a component has fewer pixels than another. */
  subsampled: boolean;
}

/** Walks over the segments of a JPEG from the first one on; `visit` gets marker, data and where the next begins. */
export function walkSegments(
  bytes: Uint8Array,
  visit: (marker: number, data: Uint8Array, next: number) => number | undefined,
): void {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error('no JPEG begins there');
  for (let at = 2; at + 3 < bytes.length;) {
    if (bytes[at] !== 0xff) throw new Error(`no marker at byte ${at}`);
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return;
    const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
    const next = at + 2 + length;
    if (length < 2 || next > bytes.length) throw new Error('a segment is cut off');
    at = visit(marker, bytes.subarray(at + 4, next), next) ?? next;
  }
}

/** The frame in the data of a segment SOF. */
export function readFrameHeader(marker: number, data: Uint8Array): JpegFrame {
  const [precision = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, count = 0] = data;
  if (data.length < 6 + 3 * count || count === 0) throw new Error('its frame header is cut off');
  const each = Array.from({ length: count }, (_, i) => data.subarray(6 + 3 * i, 9 + 3 * i));
  return {
    ...{ marker, precision, width: w1 * 256 + w0, height: h1 * 256 + h0 },
    components: each.map(([id]) => id!),
    subsampled: each.some(([, sampling]) => sampling !== each[0]![1]),
  };
}

/** The first frame of a JPEG, before anything of it is unpacked. */
export function firstFrame(bytes: Uint8Array): JpegFrame {
  let frame: JpegFrame | undefined;
  walkSegments(bytes, (marker, data, next) => {
    const isFrame =
      (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7;
    if (!isFrame) return next;
    frame = readFrameHeader(marker, data);
    return bytes.length;
  });
  if (!frame) throw new Error('it has no frame');
  return frame;
}
