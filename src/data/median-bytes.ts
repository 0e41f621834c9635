/** The image of whole numbers whose medians are wanted, and where they go. */
export interface MedianArgs<Data> {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Data;
  readonly out: Data;
}

/**
 * Medians of 3×3 windows. Columns are sorted once for the three windows that they belong to; then the median of nine is
 * the middle one of the highest low, the middle middle and the lowest high value.
 */
export function medianOfNine<Data extends Uint8Array | Uint16Array>({
  width,
  height,
  channels,
  data,
  out,
}: MedianArgs<Data>): void {
  const step = width * channels;
  for (let y = 0; y < height; y++) {
    const [row, above, below] = [y * step, Math.max(y - 1, 0) * step, Math.min(y + 1, height - 1) * step];
    for (let c = 0; c < channels; c++) {
      // Of the columns on the left, here and on the right: the border goes on.
      let [lowLeft, midLeft, highLeft] = [0, 0, 0];
      let [lowHere, midHere, highHere] = [0, 0, 0];
      for (let x = -1, at = c; x < width; x++) {
        const one = data[above + at]!;
        const two = data[row + at]!;
        const three = data[below + at]!;
        const less = lesser(one, two);
        const more = greater(one, two);
        const low = lesser(less, three);
        const rest = greater(less, three);
        const mid = lesser(more, rest);
        const high = greater(more, rest);
        if (x < 0) {
          [lowLeft, midLeft, highLeft] = [low, mid, high];
        } else {
          const lows = greater(greater(lowLeft, lowHere), low);
          const mids = middle(midLeft, midHere, mid);
          const highs = lesser(lesser(highLeft, highHere), high);
          out[row + x * channels + c] = middle(lows, mids, highs);
          lowLeft = lowHere;
          midLeft = midHere;
          highLeft = highHere;
        }
        lowHere = low;
        midHere = mid;
        highHere = high;
        if (x + 2 < width) at += channels;
      }
    }
  }
}

// Without a jump, which would be guessed wrong half of the time.

function lesser(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (b + (difference & (difference >> 31))) | 0;
}

function greater(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (a - (difference & (difference >> 31))) | 0;
}

function middle(a: number, b: number, c: number): number {
  return greater(lesser(a, b), lesser(greater(a, b), c));
}

/**
 * Medians of larger windows of 8 bits: a histogram slides along each row, and the median moves on from where it was, by
 * the number of values below it.
 */
export function medianByCounts(
  { width, height, channels, data, out }: MedianArgs<Uint8Array>,
  size: number,
): void {
  const [reach, half] = [size >> 1, (size * size) >> 1];
  const counts = new Int32Array(256);
  const rows = new Int32Array(size);
  // The places −reach … width + reach of a row, brought inside.
  const columns = Int32Array.from(
    { length: width + size },
    (_, i) => Math.min(Math.max(i - reach, 0), width - 1) * channels,
  );
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < channels; c++) {
      counts.fill(0);
      for (let k = 0; k < size; k++) {
        rows[k] = Math.min(Math.max(y + k - reach, 0), height - 1) * width * channels + c;
        for (let i = 0; i < size; i++) counts[data[rows[k]! + columns[i]!]!]!++;
      }
      let [level, below] = [0, 0];
      for (let x = 0; x < width; x++) {
        while (below > half) below -= counts[--level]!;
        while (below + counts[level]! <= half) below += counts[level++]!;
        out[(y * width + x) * channels + c] = level;
        const gone = columns[x]!;
        const come = columns[x + size]!;
        for (let k = 0; k < size; k++) {
          const old = data[rows[k]! + gone]!;
          const next = data[rows[k]! + come]!;
          counts[old]!--;
          counts[next]!++;
          // −1 for each that lies below.
          below += ((old - level) >> 31) - ((next - level) >> 31);
        }
      }
    }
  }
}
