// What threads.test.ts compares between a thread and the process: everything that draws and computes.
import {
  affine,
  chestPhantom,
  compose,
  contrast,
  createRandom,
  elastic,
  flipHorizontal,
  gamma,
  gaussianBlur,
  gaussianNoise,
  type Sample,
} from 'hilum';

const augment = compose(flipHorizontal(), affine(), elastic(), contrast(), gamma(), gaussianNoise());

export function work(seed: string): Sample {
  const { name, image, mask } = augment(chestPhantom({ seed, size: 48 }), createRandom(seed));
  return { name, image: gaussianBlur(image, { sigma: 1 }), mask };
}
