/**
 * Processor time of a full augmentation of a 256×256 image and its mask: `npx tsx test/bench/augment.ts`; beside it
 * the same warp by OpenCV in Python, where that is installed.
 */
import { execFileSync } from 'node:child_process';
import type { Augmentation } from 'hilum';
import { bundled } from './bundled';

const { affine, chestPhantom, compose, contrast, createRandom, elastic, flipHorizontal, gaussianNoise } = (
  await bundled()
).hilum;
const size = 256;
const sample = chestPhantom({ seed: 1, size });
const rounds = Number(process.argv[2] ?? 400);

/** Milliseconds of processor time a call, the median of twenty blocks: other programs take time, not processor time. */
function cost(augment: Augmentation): number {
  const random = createRandom(0);
  const blocks: number[] = [];
  for (let i = -40; i < rounds; i++) if (i < 0) augment(sample, random);
  const length = Math.max(1, Math.round(rounds / 20));
  for (let block = 0; block < 20; block++) {
    const start = process.cpuUsage();
    for (let i = 0; i < length; i++) augment(sample, random);
    const { user, system } = process.cpuUsage(start);
    blocks.push((user + system) / 1000 / length);
  }
  return blocks.sort((a, b) => a - b)[10]!;
}

const place = [flipHorizontal(), affine(), elastic()];
const rows: [title: string, Augmentation][] = [
  ['flip, affine, elastic, contrast, noise', compose(...place, contrast(), gaussianNoise())],
  ['flip, affine, elastic in one warp', compose(...place)],
  ['affine', affine()],
  ['contrast', contrast()],
  ['noise', gaussianNoise()],
];
for (const [title, augment] of rows) console.log(`${title.padEnd(42)}${cost(augment).toFixed(2)} ms`);

const script = `
import cv2, numpy as np, time
cv2.setNumThreads(1)
rng = np.random.default_rng(0)
image = rng.integers(0, 256, (${size}, ${size}), np.uint8)
mask = (image > 127).astype(np.uint8) * 255
ys, xs = np.mgrid[0:${size}, 0:${size}].astype(np.float32)
def augment():
    dx, dy = (cv2.GaussianBlur(rng.uniform(-1, 1, (${size}, ${size})).astype(np.float32), (0, 0), 25.6) * 100 for _ in range(2))
    a, b = 0.98, 0.1
    mx, my = a * (xs + dx) + b * (ys + dy), a * (ys + dy) - b * (xs + dx)
    out = cv2.remap(image, mx, my, cv2.INTER_LINEAR)
    cv2.remap(mask, mx, my, cv2.INTER_NEAREST)
    out = cv2.convertScaleAbs(out, alpha=1.1, beta=-12)
    return np.clip(out + rng.normal(0, 6, out.shape), 0, 255).astype(np.uint8)
for _ in range(5): augment()
start = time.process_time()
for _ in range(50): augment()
print(cv2.__version__, (time.process_time() - start) * 20)
`;
try {
  const [version, ms] = execFileSync('/usr/bin/python3', ['-c', script], { encoding: 'utf8' }).split(' ');
  console.log(`${`the same by OpenCV ${version} and NumPy`.padEnd(42)}${Number(ms).toFixed(2)} ms`);
} catch {
  console.log('no Python with OpenCV here: Debian has it as python3-opencv');
}
