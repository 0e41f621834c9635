/** The patient of `chestPhantom`: proportions drawn from a seed, and where the lungs are. */
import { curve } from './phantom-paint';
import type { Vary } from './phantom-paint';

/** Proportions of one patient, in body coordinates. Pairs are the image's left and right: the patient's right and left. */
export interface Anatomy {
  /** Top of the lungs. */
  readonly apex: number;
  /** Top of the diaphragm's left dome. */
  readonly dome: number;
  /** Half the width of the chest cavity at a height. */
  readonly cage: readonly Curve[];
  /** Distance of the lungs' inner border from the midline at a height: mediastinum, aortic knob and heart. */
  readonly inner: readonly Curve[];
  /** Sideways bend of the spine at a height. */
  readonly bend: Curve;
  /** Depth under the lung's surface at a point, negative outside: the mask is where this is positive. */
  readonly lung: (x: number, y: number) => number;
}

type Curve = (at: number) => number;

/** Draws a patient by the numbers that `vary` gives. */
export function drawAnatomy(vary: Vary): Anatomy {
  const wobble = (by: number, ...values: number[]): number[] => values.map((v) => v + vary(0, by));

  const apex = vary(130, 20);
  // The right dome is the higher one in nearly everyone: the liver lies below it.
  const right = vary(665, 90);
  const domes = [right, right + vary(18, 22)];
  const width = vary(1.01, 0.08);
  const flare = vary(350, 15);
  const cage = [0, 1].map(() => {
    const walls = wobble(6, 160, 232, 283, 313, 332, 345, flare, flare);
    const one = width * vary(1, 0.03);
    return curve(
      100,
      850,
      walls.map((v) => v * one),
    );
  });

  // The heart lies above the domes, so the inner borders follow them down; a large heart pushes the left one out.
  const heart = vary(1, 0.28);
  const knob = vary(22, 14);
  const inner = [
    [50, 46, 50, 56, 64, 62 + 18 * heart, 74 * heart, 60],
    [50, 50, 56 + knob, 64 + knob / 2, 70, 62 + 50 * heart, 70 + 100 * heart, 80 + 110 * heart],
  ].map((values, side) => curve(100, domes[side]! + 80, wobble(5, ...values)));
  const peaks = [vary(170, 20), vary(200, 20)];
  const drop = vary(115, 50);
  const crown = vary(125, 12);

  const dome = (side: number, x: number): number => {
    const u = (x - peaks[side]!) / (360 * width - peaks[side]!);
    return domes[side]! + (u > 0 ? drop * u * u * (0.6 + 0.4 * u * u) : 40 * u * u);
  };

  return {
    apex,
    dome: domes[1]!,
    cage,
    inner,
    bend: curve(0, 1000, wobble(9, 0, 0, 0, 0, 0)),
    lung: (x, y) => {
      const side = x < 0 ? 0 : 1;
      const far = Math.abs(x);
      const wall = roundMin(y - apex - 0.0022 * (far - crown) * (far - crown), cage[side]!(y) - far, 70);
      // Far outside nobody asks how far.
      if (wall < -60) return wall;
      return roundMin(
        roundMin(wall, far - inner[side]!(y), 35),
        dome(side, far) - y,
        far < peaks[side]! ? 30 : 20,
      );
    },
  };
}

/** The smaller of two distances, with the corner where they meet rounded off over `radius`. */
function roundMin(a: number, b: number, radius: number): number {
  const h = Math.max(0, 1 - Math.abs(a - b) / radius);
  return Math.min(a, b) - (h * h * radius) / 4;
}
