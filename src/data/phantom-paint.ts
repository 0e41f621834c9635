/** The tools that `chestPhantom` draws with, all in the patient's own coordinates: smooth curves and tubes. */
import type { Random } from '../core/random';

/** Draws uniformly from mean − spread to mean + spread. */
export type Vary = (mean: number, spread: number) => number;

/**
 * Where the patient stands in the picture. Body coordinates are thousandths of a picture's width, about 0.4 mm:
 * x from the midline to the image's right, y from its top. One patient therefore looks the same at every size.
 */
export interface Pose {
  readonly size: number;
  /** Pixels a unit of the body. */
  readonly unit: number;
  /** Width of the blur of edges, in units of the body: the focal spot of the tube. */
  readonly blur: number;
  /** Pixels (0 is the centre of the first one) of a point of the body. */
  readonly toPixel: (x: number, y: number) => readonly [x: number, y: number];
  /** The way back for all pixels at once: x and y of the body by turns. */
  readonly body: Float32Array;
}

/** A {@link Pose} from the patient's scale, tilt (radians), middle (body and picture) and bend of the spine at a height. */
export function createPose(
  size: number,
  [scaleX, scaleY, tilt, centreX, centreY]: readonly [number, number, number, number, number],
  bend: (y: number) => number,
  blur: number,
): Pose {
  const unit = size / 1000;
  const norm = unit * (1 + tilt * tilt);
  const body = new Float32Array(2 * size * size);
  for (let py = 0.5, i = 0; py < size; py++)
    for (let px = 0.5; px < size; px++) {
      const u = px - unit * centreX;
      const v = py - unit * centreY;
      const y = (v - tilt * u) / norm / scaleY + 450;
      body[i++] = (u + tilt * v) / norm / scaleX - bend(y);
      body[i++] = y;
    }
  return {
    size,
    unit: (unit * (scaleX + scaleY)) / 2,
    blur,
    toPixel: (x, y) => {
      const u = (x + bend(y)) * scaleX;
      const v = (y - 450) * scaleY;
      return [unit * (centreX + u - tilt * v) - 0.5, unit * (centreY + v + tilt * u) - 0.5];
    },
    body,
  };
}

/** The left and the right of the picture. */
export const SIDES = [-1, 1] as const;

/** The same pose for something on one of the {@link SIDES}: x counts from the midline outwards, y from `top` down. */
export function placed(pose: Pose, side: number, top = 0): Pose {
  return { ...pose, toPixel: (x, y) => pose.toPixel(side * x, y + top) };
}

/** A {@link Vary} that draws from `random`. */
export function varyBy(random: Random): Vary {
  return (mean, spread) => random.uniform(mean - spread, mean + spread);
}

/**
 * The smooth curve (Catmull–Rom) through equally spaced values, at `t` from 0 to 1. Of values that lie `stride` apart
 * for several curves, the one that begins at `first`.
 */
function along(values: readonly number[], t: number, first = 0, stride = 1): number {
  const last = values.length / stride - 1;
  const at = clamp(t) * last;
  const i = Math.min(Math.floor(at), last - 1);
  const f = at - i;
  const k = i * stride + first;
  const b = values[k]!;
  const c = values[k + stride]!;
  const a = values[k - stride] ?? 2 * b - c;
  const d = values[k + 2 * stride] ?? 2 * c - b;
  return b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
}

/** The smooth curve through `values`, equally spaced over [from, to] and constant outside. */
export function curve(from: number, to: number, values: readonly number[]): (at: number) => number {
  return (at) => along(values, (at - from) / (to - from));
}

/** `t`, but at least 0 and at most 1. */
export function clamp(t: number): number {
  return t < 0 ? 0 : t > 1 ? 1 : t;
}

/** 0 below 0, 1 above 1, smooth between. */
export function smoothStep(t: number): number {
  const u = clamp(t);
  return u * u * (3 - 2 * u);
}

/**
 * Draws a smooth tube into `layer` as X-rays see it: the chord of a cylinder, at most `amount`. `knots` are x, y and
 * radius by turns. `hollow` from 0 to 1 takes from its inside, which leaves bright edges, as bone has. Where tubes of
 * one layer cross, the thicker one is seen when `sum` is 0, and both when it is 1.
 */
export function stroke(
  layer: Float32Array,
  { size, unit, blur, toPixel }: Pose,
  knots: readonly number[],
  amount: number,
  hollow = 0,
  sum = 0,
): void {
  const parts = knots.length > 6 ? knots.length : 1;
  let ax = 0;
  let ay = 0;
  for (let part = 0; part <= parts; part++) {
    const t = part / parts;
    const [bx, by] = toPixel(along(knots, t, 0, 3), along(knots, t, 1, 3));
    if (part) {
      // A tube thinner than the blur or than a pixel spreads over it, and is fainter in turn.
      const thin = along(knots, t, 2, 3) * unit;
      const radius = Math.sqrt(thin * thin + blur * blur * unit * unit + 0.4);
      const strength = (amount * thin) / radius;
      const dx = bx - ax;
      const dy = by - ay;
      const x1 = Math.min(size - 1, Math.max(ax, bx) + radius);
      const y1 = Math.min(size - 1, Math.max(ay, by) + radius);
      for (let y = Math.max(0, Math.ceil(Math.min(ay, by) - radius)); y <= y1; y++)
        for (let x = Math.max(0, Math.ceil(Math.min(ax, bx) - radius)); x <= x1; x++) {
          const f = clamp(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy + 1e-9));
          const ex = x - ax - f * dx;
          const ey = y - ay - f * dy;
          const q = 1 - (ex * ex + ey * ey) / radius / radius;
          if (q > 0) {
            const p = y * size + x;
            const under = layer[p]!;
            const chord = strength * (Math.sqrt(q) - hollow * Math.sqrt(Math.max(0, q - 0.4))) + sum * under;
            if (chord > under) layer[p] = chord;
          }
        }
    }
    ax = bx;
    ay = by;
  }
}
