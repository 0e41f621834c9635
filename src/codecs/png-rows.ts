/**
 * Undoes the row filters of PNG (none, sub, up, average, Paeth).
 *
 * `filtered` holds, from `start` on, `height` rows of one filter byte and `rowBytes` bytes; `step` is the distance in
 * bytes to the sample on the left.
 */
export function unfilter(
  filtered: Uint8Array,
  start: number,
  height: number,
  rowBytes: number,
  step: number,
): Uint8Array {
  const rows = new Uint8Array(height * rowBytes);
  // Above the first row everything is zero.
  let up = new Uint8Array(rowBytes);
  let above = 0;
  for (let y = 0, from = start; y < height; y++, from += rowBytes + 1) {
    const filter = filtered[from]!;
    const source = from + 1;
    const to = y * rowBytes;
    // The first `step` bytes have nothing on their left.
    const edge = Math.min(step, rowBytes);
    if (filter === 0) {
      rows.set(filtered.subarray(source, source + rowBytes), to);
    } else if (filter === 1) {
      for (let i = 0; i < edge; i++) rows[to + i] = filtered[source + i]!;
      for (let i = edge; i < rowBytes; i++) rows[to + i] = filtered[source + i]! + rows[to + i - step]!;
    } else if (filter === 2) {
      for (let i = 0; i < rowBytes; i++) rows[to + i] = filtered[source + i]! + up[above + i]!;
    } else if (filter === 3) {
      for (let i = 0; i < edge; i++) rows[to + i] = filtered[source + i]! + (up[above + i]! >> 1);
      for (let i = edge; i < rowBytes; i++) {
        rows[to + i] = filtered[source + i]! + ((rows[to + i - step]! + up[above + i]!) >> 1);
      }
    } else if (filter === 4) {
      for (let i = 0; i < edge; i++) rows[to + i] = filtered[source + i]! + up[above + i]!;
      for (let i = edge; i < rowBytes; i++) {
        const left = rows[to + i - step]!;
        const top = up[above + i]!;
        rows[to + i] = filtered[source + i]! + paeth(left, top, up[above + i - step]!);
      }
    } else {
      throw new Error(`row ${y} has the unknown filter ${filter}`);
    }
    up = rows;
    above = to;
  }
  return rows;
}

/** Whichever of left, top and corner is nearest to left + top − corner, in this order. */
export function paeth(left: number, top: number, corner: number): number {
  const toLeft = Math.abs(top - corner);
  const toTop = Math.abs(left - corner);
  const toCorner = Math.abs(left + top - 2 * corner);
  if (toLeft <= toTop && toLeft <= toCorner) return left;
  return toTop <= toCorner ? top : corner;
}

/** Packed rows as one value a sample, not scaled: `Uint16Array` for a depth of 16, `Uint8Array` for all others. */
export function unpack(
  rows: Uint8Array,
  samplesPerRow: number,
  height: number,
  depth: 1 | 2 | 4 | 8 | 16,
): Uint8Array | Uint16Array {
  if (depth === 8) return rows;
  if (depth === 16) {
    const samples = new Uint16Array(samplesPerRow * height);
    for (let i = 0; i < samples.length; i++) samples[i] = (rows[2 * i]! << 8) | rows[2 * i + 1]!;
    return samples;
  }
  const samples = new Uint8Array(samplesPerRow * height);
  const rowBytes = Math.ceil((samplesPerRow * depth) / 8);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < samplesPerRow; x++) {
      const bit = x * depth;
      samples[y * samplesPerRow + x] = (rows[y * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return samples;
}
