/**
 * Unpacks a frame of DICOM's run-length encoding (PS3.5 annex G): a plane of bytes for each byte of each sample, the
 * most significant first. Gives bytes in little endian, samples of a pixel side by side.
 */
export function unpackRle(frame: Uint8Array, pixels: number, samples: number, bytesEach: 1 | 2): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 64) throw new Error('its table of segments is cut off');
  const planes = samples * bytesEach;
  if (view.getUint32(0, true) !== planes)
    throw new Error(`${view.getUint32(0, true)} segments, not ${planes}`);
  // Two bytes give 128 at most: what a header promises is no reason to take memory.
  if (pixels * planes > frame.length * 64) throw new Error('it ends early');
  const output = new Uint8Array(pixels * planes);
  for (let plane = 0; plane < planes; plane++) {
    const start = view.getUint32(4 + 4 * plane, true);
    const end = plane + 1 < planes ? view.getUint32(8 + 4 * plane, true) : frame.length;
    const sample = Math.floor(plane / bytesEach);
    const byte = bytesEach - 1 - (plane % bytesEach);
    unpackPlane(frame.subarray(start, end), output, sample * bytesEach + byte, planes, pixels);
  }
  return output;
}

/** PackBits: n + 1 bytes as they are, or one byte 257 − n times. */
function unpackPlane(
  packed: Uint8Array,
  output: Uint8Array,
  first: number,
  step: number,
  count: number,
): void {
  let left = count;
  let to = first;
  for (let at = 0; left > 0;) {
    if (at >= packed.length) throw new Error('a segment ends early');
    const n = packed[at++]!;
    if (n === 128) continue;
    const run = Math.min(left, n < 128 ? n + 1 : 257 - n);
    if (at + (n < 128 ? run : 1) > packed.length) throw new Error('a segment ends early');
    for (let i = 0; i < run; i++, to += step) output[to] = packed[n < 128 ? at + i : at]!;
    at += n < 128 ? run : 1;
    left -= run;
  }
}
