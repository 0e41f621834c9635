/** How the attenuation of `chestPhantom` becomes a picture. */
import type { Random } from '../core/random';
import { curve, spread, stroke } from './phantom-paint';
import type { Pose } from './phantom-paint';

/** Exposes a film through `map` and digitises it: response, grain, blur, black surroundings and a marker. */
export function expose(map: Float32Array, pose: Pose, random: Random): Uint8Array {
  const { size } = pose;
  const vary = spread(random);
  const gain = vary(1.85, 0.45);
  const gamma = vary(1.2, 0.3);
  const fog = vary(0.05, 0.05);
  const light = Array.from({ length: 97 }, (_, i) => 1 - (1 - fog) * Math.exp(-gain * (i / 32) ** gamma));
  const response = curve(0, 3, light);
  const heelX = vary(0, 0.08);
  const heelY = vary(0, 0.08);
  // A fine picture shows all of the grain, a coarse one its average.
  const noise = vary(0.02, 0.013) * Math.min(1, size / 256);
  const blurred = (vary(0.55, 0.35) * size) / 256;

  const marker = new Float32Array(size * size);
  const left = vary(0, 1) < 0;
  const mx = (left ? 1 : -1) * vary(360, 60);
  const my = vary(30, 30);
  // L or R, as x and y by turns.
  const letter = left ? [0, 0, 0, 22, 13, 22] : [0, 22, 0, 0, 13, 0, 13, 11, 0, 11, 13, 22];
  for (let i = 0; i + 2 < letter.length; i += 2) {
    const at = (k: number): number[] => [mx + letter[k]!, my + letter[k + 1]!, 2.5];
    stroke(marker, pose, [...at(i), ...at(i + 2)], 1.2);
  }

  // The film's own edges: mostly just outside the picture, sometimes well inside, a little tilted.
  const tilt = vary(0, 0.03);
  const padded = vary(0, 1) > 0.4;
  const edge = (by: number): number => 0.5 - (padded ? vary(by, by) : vary(0.005, 0.025));
  const [west, east, north, south] = [edge(0.06), edge(0.06), edge(0.04), edge(0.1)];
  const rim = vary(0, 1) > 0.4 ? 0.008 : 0;

  for (let p = 0; p < map.length; p++) {
    const x = (p % size) / size - 0.5;
    const y = Math.floor(p / size) / size - 0.5;
    const seen = Math.max(0, map[p]! * (1 + heelX * x + heelY * y));
    map[p] = response(seen) + noise * Math.min(1, 2 * seen) * vary(0, 2);
  }
  blur(map, size, blurred);
  const image = new Uint8Array(size * size);
  for (let p = 0; p < map.length; p++) {
    const x = (p % size) / size - 0.5;
    const y = Math.floor(p / size) / size - 0.5;
    const u = x - tilt * y;
    const v = y + tilt * x;
    if (Math.min(u + west, east - u, v + north, south - v) > 0)
      image[p] =
        south - v < rim ? 235 : Math.min(255, Math.max(0, Math.round(255 * Math.max(map[p]!, marker[p]!))));
  }
  return image;
}

/** Blurs in place by a standard deviation in pixels, with kernels [w, 1 − 2w, w] of variance 2w along both axes. */
function blur(data: Float32Array, size: number, sigma: number): void {
  const passes = Math.ceil(2 * sigma * sigma);
  const w = (sigma * sigma) / 2 / passes;
  for (let pass = 0; pass < 2 * passes; pass++) {
    const step = pass % 2 ? size : 1;
    const line = size + 1 - step;
    for (let i = 0; i < size; i++) {
      let before = data[i * line]!;
      for (let k = 0, p = i * line; k < size; k++, p += step) {
        const here = data[p]!;
        data[p] = here + w * (before + data[k < size - 1 ? p + step : p]! - 2 * here);
        before = here;
      }
    }
  }
}
