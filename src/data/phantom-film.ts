/** How the attenuation of `chestPhantom` becomes a picture. */
import { clamp, curve, stroke } from './phantom-paint';
import type { Pose, Vary } from './phantom-paint';

/** Exposes a film through `map` and digitises it: a marker, the film's response, grain and black surroundings. */
export function expose(map: Float32Array, pose: Pose, vary: Vary): Uint8Array {
  const { size } = pose;
  const gain = vary(1.85, 0.45);
  const gamma = vary(1.2, 0.3);
  const fog = vary(0.07, 0.07);
  const light = Array.from({ length: 97 }, (_, i) => 1 - (1 - fog) * Math.exp(-gain * (i / 32) ** gamma));
  const response = curve(0, 3, light);
  const heel = vary(0, 0.12);
  // A fine picture shows all of the grain, a coarse one its average.
  const noise = vary(0.15, 0.1) * Math.min(1, size / 256);

  // L or R of lead, as x and y by turns.
  const left = vary(0, 1) < 0;
  const letter = left ? [0, 0, 0, 22, 13, 22] : [0, 22, 0, 0, 13, 0, 13, 11, 0, 11, 13, 22];
  const x0 = (left ? 1 : -1) * vary(360, 60);
  const y0 = vary(30, 30);
  for (let i = 0; i + 2 < letter.length; i += 2) {
    const at = (k: number): number[] => [x0 + letter[k]!, y0 + letter[k + 1]!, 2];
    stroke(map, pose, [...at(i), ...at(i + 2)], 3);
  }

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
        const bright = response(map[p]! * (1 + heel * y));
        const grain = noise * bright * (1 - bright) * vary(0, 1);
        image[p] = 255 * clamp(bright + grain) + 0.5;
      }
    }
  return image;
}
