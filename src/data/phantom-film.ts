/** How the attenuation of `chestPhantom` becomes a picture. */
import { clamp } from './phantom-paint';
import type { Pose, Vary } from './phantom-paint';

/** Exposes a film through `map` and digitises it: the film's response, grain and black surroundings. */
export function expose(map: Float32Array, pose: Pose, vary: Vary): Uint8Array {
  const { size } = pose;
  const gain = vary(1.85, 0.45);
  const gamma = vary(1.2, 0.3);
  const fog = vary(0.07, 0.07);
  const heel = vary(0, 0.12);
  // A fine picture shows all of the grain, a coarse one its average.
  const noise = vary(0.15, 0.1) * Math.min(1, size / 256);

  // The film's own edges: mostly just outside the picture, sometimes well inside, a little tilted.
  const tilt = vary(0, 0.03);
  const padded = vary(0, 1) > 0.4;
  const edge = (by: number): number => 0.5 - (padded ? vary(by, by) : vary(0.005, 0.025));
  const west = edge(0.06);
  const east = edge(0.06);
  const north = edge(0.04);
  const south = edge(0.1);

  const image = new Uint8Array(size * size);
  for (let row = 0, p = 0; row < size; row++)
    for (let column = 0; column < size; column++, p++) {
      const x = column / size - 0.5;
      const y = row / size - 0.5;
      const u = x - tilt * y;
      const v = y + tilt * x;
      if (u > -west && u < east && v > -north && v < south) {
        const bright = 1 - (1 - fog) * Math.exp(-gain * (map[p]! * (1 + heel * y)) ** gamma);
        const grain = noise * bright * (1 - bright) * vary(0, 1);
        image[p] = 255 * clamp(bright + grain) + 0.5;
      }
    }
  return image;
}
