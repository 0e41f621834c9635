/** Tuberculosis as `chestPhantom` shows it. */
import type { Random } from '../core/random';
import type { Anatomy } from './phantom-anatomy';
import { stroke, varyBy } from './phantom-paint';
import type { Pose } from './phantom-paint';

/**
 * Adds one to three findings to `layer` and returns the circles around them, x, y and radius: cavities and infiltrates
 * of the upper lobes, fields of small nodules, and effusions that blunt the angle between diaphragm and chest wall.
 */
export function paintOpacities(
  layer: Float32Array,
  pose: Pose,
  { apex, dome, lung }: Anatomy,
  random: Random,
): (readonly [x: number, y: number, radius: number])[] {
  const vary = varyBy(random);
  return Array.from({ length: random.integer(1, 4) }, () => {
    const kind = random.uniform();
    const cavity = kind < 0.25;
    const nodules = kind > 0.65;
    const effusion = kind > 0.88;
    const radius = nodules ? vary(110, 25) : vary(75, 20);
    const from = effusion ? dome : apex;
    const to = from + (effusion ? 90 : nodules ? 350 : 230);
    let x;
    let y;
    do {
      x = vary(0, 360);
      y = random.uniform(from, to);
    } while (lung(x, y) < (effusion ? 12 : 25) || (effusion && Math.abs(x) < 200));
    for (let k = 0; k < 50; k++) {
      // A cavity is a ring of clouds among the others.
      const ring = cavity && k < 28;
      const away = radius * (ring ? vary(0.5, 0.06) : vary(0.5, 0.42));
      const grain = nodules && !effusion ? vary(11, 3) : radius * (ring ? 0.17 : vary(0.3, 0.15));
      const angle = ring ? k / 4.3 : vary(0, Math.PI);
      const knot = [x + away * Math.cos(angle), y + away * Math.sin(angle), grain];
      stroke(layer, pose, [...knot, ...knot], vary(0.07, 0.04), 0, 1);
    }
    return [x, y, radius] as const;
  });
}
