/**
 * How long distances on masks of 1024×1024 take: `npx tsx test/bench/surfaces.ts`. Each answer is checked first.
 */
import {
  averageSurfaceDistance,
  createRandom,
  distanceTransform,
  hausdorffDistance,
  hausdorffDistance95,
  surfaceDice,
  surfaceDistances,
  type Mask,
} from 'hilum';
import { machine } from './machine';
import { cells, markdown, milliseconds } from './table';

const size = 1024;
const random = createRandom(0);
const maskOf = (isForeground: (x: number, y: number) => boolean): Mask => ({
  width: size,
  height: size,
  data: Uint8Array.from({ length: size * size }, (_, i) =>
    Number(isForeground(i % size, Math.floor(i / size))),
  ),
});
const disc = (x: number, radius: number): Mask => maskOf((u, v) => Math.hypot(u - x, v - 512) <= radius);
const noise = (): Mask => maskOf(() => random.integer(0, 2) === 1);

const pairs: [title: string, truth: Mask, prediction: Mask, hausdorff: number | undefined][] = [
  ['discs of radius 400, 20 pixels apart', disc(500, 400), disc(520, 400), 20],
  ['small discs in opposite corners', disc(20, 10), disc(1000, 10), 980],
  ['noise, half of the pixels: the most boundary there is', noise(), noise(), undefined],
];

function median(work: () => void): number {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[4]!;
}

const lines = pairs.map(([title, truth, prediction, hausdorff]) => {
  const found = hausdorffDistance(surfaceDistances(truth, prediction));
  if (hausdorff !== undefined && found !== hausdorff)
    throw new Error(`surfaces: ${title} must be ${hausdorff} apart, got ${found}.`);
  const transform = median(() => distanceTransform(truth));
  const all = median(() => {
    const surfaces = surfaceDistances(truth, prediction, { spacing: [0.14, 0.14] });
    for (const score of [hausdorffDistance, hausdorffDistance95, averageSurfaceDistance]) score(surfaces);
    surfaceDice(surfaces, { tolerance: 1 });
  });
  return cells([title, milliseconds(transform), milliseconds(all)]);
});

console.log(`${machine()}\n\n${markdown(['1024×1024', 'distance transform', 'all surface scores'], lines)}`);
