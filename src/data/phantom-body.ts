/** What X-rays meet on their way through the patient of `chestPhantom`, as a map of attenuation. */
import type { Anatomy } from './phantom-anatomy';
import { paintBones } from './phantom-bones';
import type { Pose, Vary } from './phantom-paint';
import { clamp, curve, placed, SIDES, smoothStep, stroke } from './phantom-paint';

/**
 * Adds the attenuation of the whole body, 1 for the mediastinum, to what `map` holds already inside the lungs.
 * `lungs` is the depth under the lungs' surface at every pixel.
 */
export function paintBody(
  map: Float32Array,
  pose: Pose,
  anatomy: Anatomy,
  lungs: Float32Array,
  vary: Vary,
): void {
  const { body } = pose;
  const layer = (): Float32Array => new Float32Array(map.length);
  const back = layer();
  const front = layer();
  const vessels = layer();
  const gas = layer();
  const arms = layer();
  paintBones(back, front, pose, anatomy, vary);
  paintVessels(vessels, pose, anatomy, vary);
  // The airways, and the bubble in the stomach below the left dome.
  const left = vary(170, 60);
  const top = anatomy.dome + vary(70, 25);
  const height = vary(30, 18);
  const half = height * vary(1, 0.8);
  stroke(gas, pose, [0, -100, 15, 0, 290, 17], vary(0.12, 0.06));
  stroke(gas, pose, [left - half, top, height * 0.7, left + half, top, height], vary(0.35, 0.2));

  const arm = vary(85, 12);
  const away = vary(590, 60);
  for (const side of SIDES) {
    stroke(arms, placed(pose, side), [410, 200, arm, away, 330, arm, away + 210, 650, arm], 0.55);
  }

  const girth = vary(1.03, 0.06);
  const trunk = curve(0, 1200, [520, 470, 425, 410, 420]);
  // The neck, and the line of the shoulders at a distance from the midline.
  const shoulder = curve(0, 675, [-400, -300, 0, 60, 85, 105, 135, 200, 360, 600]);
  const lift = vary(0, 30);
  const thin = vary(230, 70);
  const air = vary(0.77, 0.05);
  const wall = vary(0.13, 0.07);

  for (let p = 0; p < map.length; p++) {
    const x = body[2 * p]!;
    const y = body[2 * p + 1]!;
    const d = lungs[p]!;
    const far = Math.abs(x);
    const q = far / trunk(y) / girth;
    const ramp = clamp((y - shoulder(far) - lift) / thin);
    const chest = q < 1 ? (0.65 + 0.0006 * y) * Math.sqrt((1 - q * q) * ramp * (2 - ramp)) : 0;
    const tissue = Math.max(chest, arms[p]!);
    if (!tissue) {
      map[p] = 0;
      continue;
    }
    const inside = smoothStep(0.5 + d / (4 + 2 * pose.blur));
    const outside = 1 - inside;
    // Ribs seen end-on whiten the wall around the lungs.
    const rim = far > 100 ? wall * clamp(1 + d / 28) : 0;
    map[p] =
      tissue * (1 - air * inside * (0.6 + 0.4 * smoothStep(d / 80))) +
      clamp(3 * tissue) * (back[p]! + front[p]!) +
      outside * (rim - gas[p]!) +
      inside * (vessels[p]! + map[p]!);
  }
}

/** Draws the hila, and from each a tree of vessels over its lung. */
function paintVessels(vessels: Float32Array, pose: Pose, { inner }: Anatomy, vary: Vary): void {
  const thick = vary(0.024, 0.007);
  for (const side of SIDES) {
    const lung = placed(pose, side, 375 - 10 * side + vary(0, 20));
    const grow = (x: number, y: number, angle: number, length: number, radius: number): void => {
      const x2 = x + length * Math.cos(angle);
      const y2 = y + length * Math.sin(angle);
      stroke(vessels, lung, [x, y, radius, x2, y2, radius], radius * thick);
      if (radius > 1.8)
        for (const turn of SIDES)
          grow(x2, y2, angle + turn * vary(0.3, 0.4), length * vary(0.85, 0.15), radius * vary(0.73, 0.08));
    };
    const x = inner[side < 0 ? 0 : 1]!(380) + 15;
    for (let i = -3; i < 4; i++) {
      stroke(vessels, lung, [x + vary(0, 15), 20 * i, 15, x, 20 * i, vary(25, 10)], 3 * thick);
      grow(x, 17 * i, 0.42 * i + vary(0, 0.4), vary(45, 15), vary(6, 2));
    }
  }
}
