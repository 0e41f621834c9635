/** The skeleton of `chestPhantom`. */
import type { Anatomy } from './phantom-anatomy';
import { placed, SIDES, stroke } from './phantom-paint';
import type { Pose, Vary } from './phantom-paint';

/**
 * Draws ribs, clavicles and the spine.
 * What lies at the back and what lies at the front cross each other, and each has its own layer.
 */
export function paintBones(
  back: Float32Array,
  front: Float32Array,
  pose: Pose,
  { apex, cage }: Anatomy,
  vary: Vary,
): void {
  const white = vary(0.2, 0.06);
  const gap = vary(61, 5);
  const first = apex - vary(25, 8);
  const steep = vary(1, 0.25);
  for (const side of SIDES) {
    for (let i = 0; i < 11; i++) {
      const top = first + i * gap + vary(0, 5);
      const rib = placed(pose, side, top);
      const fall = steep * (15 + 13 * i);
      const rise = steep * 7;
      const w = cage[side < 0 ? 0 : 1]!(top + fall) + 6;
      const end = [w, fall + 22, 13];
      // Knots are x, y and radius by turns.
      // prettier-ignore
      const behind = [35, 0, 11, 0.3 * w, -2 * rise, 13, 0.62 * w, fall * 0.15 - rise, 13, 0.88 * w, fall * 0.6, 13, ...end];
      // prettier-ignore
      const before = [...end, 0.93 * w, fall + 56, 13, 0.76 * w, fall + 80 + 3 * rise, 14, 0.55 * w, fall + 90 + 7 * rise, 16];
      stroke(back, rib, behind, white * 0.8, 0.7);
      if (i < 8) stroke(front, rib, before, white * 0.55, 0.7);
    }
    const clavicle = [25, 85, 16, 90, 50, 12, 190, 12, 11, 280, -5, 11, 360, -30, 12, 420, -25, 13];
    stroke(front, placed(pose, side, apex + vary(0, 12)), clavicle, white * 1.4, 0.7);
  }
  for (let y = -50; y < 1100;) {
    const step = 34 + 0.024 * y;
    const w = 19 + 0.012 * y;
    stroke(back, pose, [-w, y, step * 0.6, w, y, step * 0.6], white * (0.5 + 0.0007 * y), 0.5);
    y += step;
  }
}
