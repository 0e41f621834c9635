/**
 * The orientation that a camera or phone noted in the EXIF part of a JPEG, 1 to 8; 1, upright, where there is none.
 * `data` is a segment APP1.
 */
export function readOrientation(data: Uint8Array): number {
  if (String.fromCharCode(...data.subarray(0, 6)) !== 'Exif\0\0' || data.length < 14) return 1;
  const tiff = data.subarray(6);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const littleEndian = tiff[0] === 0x49;
  const start = view.getUint32(4, littleEndian);
  if (start + 2 > tiff.length) return 1;
  const count = view.getUint16(start, littleEndian);
  for (let at = start + 2; at < start + 2 + 12 * count && at + 12 <= tiff.length; at += 12) {
    if (view.getUint16(at, littleEndian) !== 0x0112) continue;
    const value = view.getUint16(at + 8, littleEndian);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Turns and mirrors pixels as an EXIF orientation asks for. */
export function applyOrientation(
  picture: { width: number; height: number; data: Uint8Array },
  channels: number,
  orientation: number,
): { width: number; height: number; data: Uint8Array } {
  if (orientation === 1) return picture;
  const { width, height, data } = picture;
  // From 5 on rows become columns; of the result, these are read from the right and from below.
  const turned = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBelow = [3, 4, 6, 7].includes(orientation);
  const [newWidth, newHeight] = turned ? [height, width] : [width, height];
  const result = new Uint8Array(data.length);
  let to = 0;
  for (let y = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      const [u, v] = turned ? [y, x] : [x, y];
      const from = ((fromBelow ? height - 1 - v : v) * width + (fromRight ? width - 1 - u : u)) * channels;
      for (let c = 0; c < channels; c++) result[to++] = data[from + c]!;
    }
  }
  return { width: newWidth, height: newHeight, data: result };
}
