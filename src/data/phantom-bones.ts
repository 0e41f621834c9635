/** The skeleton of `chestPhantom`. */
import type { Anatomy } from './phantom-anatomy';
import { stroke } from './phantom-paint';
import type { Pose, Vary } from './phantom-paint';

/**
 * Draws ribs, clavicles, scapulae, the arms' bones and the spine.
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
  const lift = vary(0, 30);
  const out = vary(15, 30);
  const blade = white * vary(0.55, 0.35);
  for (const side of [-1, 1]) {
    const bone = (layer: Float32Array, amount: number, by: number, ...knots: number[]): void => {
      const toPixel: Pose['toPixel'] = (x, y) => pose.toPixel(side * x, y + by);
      stroke(layer, { ...pose, toPixel }, knots, amount, 0.7);
    };
    for (let i = 0; i < 11; i++) {
      const y = first + i * gap + vary(0, 5);
      const fall = steep * (15 + 13 * i);
      const rise = steep * 7;
      const w = cage[side < 0 ? 0 : 1]!(y + fall) + 6;
      const r = vary(13, 1);
      const end = [w, fall + 22, r];
      bone(
        back,
        white * 0.8,
        y,
        ...[35, 0, 11],
        ...[0.3 * w, -2 * rise, r],
        ...[0.62 * w, fall * 0.15 - rise, r],
        ...[0.88 * w, fall * 0.6, r],
        ...end,
      );
      if (i < 8)
        bone(
          front,
          white * 0.55,
          y,
          ...end,
          ...[0.93 * w, fall + 56, r],
          ...[0.76 * w, fall + 80 + 3 * rise, r + 1],
          ...[0.55 * w, fall + 90 + 7 * rise, r + 3],
        );
    }
    // Knots are x, y and radius by turns.
    // prettier-ignore
    bone(front, white * 1.4, apex + vary(0, 12), 25, 85, 16, 90, 50, 12, 190, 12, 11, 280, -5, 11, 360, -30, 12, 420, -25, 13);
    // prettier-ignore
    bone(back, blade, lift, 410 + out, 200, 14, 370 + out, 300, 10, 335 + out, 430, 8, 280 + out, 290, 6, 250 + out, 140, 7);
    bone(back, blade * 1.3, lift, 270 + out, 180, 10, 350 + out, 130, 13, 430, 100, 16);
    bone(back, white * 1.3, lift, 450, 160, 34, 470, 178, 36, 530, 240, 18, 720, 520, 16);
  }
  for (let y = -50; y < 1100;) {
    const step = 34 + 0.024 * y;
    const w = 19 + 0.012 * y;
    stroke(back, pose, [-w, y, step * 0.6, w, y, step * 0.6], white * (0.5 + 0.0007 * y), 0.5);
    y += step;
  }
}
