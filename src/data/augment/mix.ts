import { check, checkInRange } from '../../core/check';
import type { Random } from '../../core/random';
import type { Image } from '../image';
import { createImage, whiteOf } from '../image';
import { pixelsLike, saturate } from '../pixels';
import type { Augmentation, Sample } from '../sample';
import { createAugmentation } from './plan';
import { drawFrom } from './range';

/** What {@link mixUp} and {@link cutMix} mix a sample with. */
export interface MixArgs {
  /** Samples in memory, prepared as those they are for; one is drawn each time. Training samples only. */
  partners: readonly Sample[];
  /** Of the distribution Beta(α, α) of the sample's share, 0.05 to 1: the smaller, the less is mixed. */
  alpha?: number | undefined;
}

/**
 * Blends a sample with another one: λ · sample + (1 − λ) · partner, image and mask alike, λ from Beta(α, α), α = 0.4 by
 * default. Masks become shares of white, which the losses take as soft truth. Whole numbers round half to even.
 * Stand it first in a composition: the partner comes as it is, and what follows changes both.
 *
 * @throws RangeError when there are no partners, `alpha` is outside 0.05 to 1 or, applied, a partner has another size,
 *   number of channels or depth, or further targets
 * @example
 * ```ts
 * import { affine, chestPhantom, compose, createRandom, mixUp } from 'hilum';
 *
 * const partners = [1, 2, 3].map((seed) => chestPhantom({ seed, size: 64 }));
 * const augment = compose(mixUp({ partners }), affine());
 * augment(chestPhantom({ seed: 4, size: 64 }), createRandom(1)).mask;
 * ```
 *
 * Zhang et al., "mixup: beyond empirical risk minimization", ICLR 2018.
 */
export function mixUp({ partners, alpha = 0.4 }: MixArgs): Augmentation {
  checkPartners('mixUp', partners, alpha);
  return createAugmentation({
    name: 'mixUp',
    draw: (random) => ({ partner: random.integer(0, partners.length), share: drawBeta(random, alpha) }),
    change: ({ partner, share }) => ({
      sample: (sample) => mix('mixUp', sample, partners[partner], (a, b) => blend(a, b, share)),
    }),
  });
}

/**
 * Puts a rectangle of another sample into a sample, image and mask alike: of its own proportions and the share 1 − λ of
 * the area, λ from Beta(α, α), α = 1 by default, its centre anywhere, cut at the rim. Outside nothing changes.
 * Stand it first in a composition: the partner comes as it is, and what follows changes both.
 *
 * @throws RangeError as {@link mixUp}
 * @example
 * ```ts
 * import { chestPhantom, createRandom, cutMix } from 'hilum';
 *
 * const partners = [1, 2, 3].map((seed) => chestPhantom({ seed, size: 64 }));
 * cutMix({ partners })(chestPhantom({ seed: 4, size: 64 }), createRandom(1)).mask;
 * ```
 *
 * Yun et al., "CutMix: regularization strategy to train strong classifiers with localizable features", ICCV 2019.
 */
export function cutMix({ partners, alpha = 1 }: MixArgs): Augmentation {
  checkPartners('cutMix', partners, alpha);
  return createAugmentation({
    name: 'cutMix',
    draw: (random) => ({
      partner: random.integer(0, partners.length),
      share: drawBeta(random, alpha),
      x: drawFrom(random, [0, 1]),
      y: drawFrom(random, [0, 1]),
    }),
    change: ({ partner, share, x, y }) => ({
      sample: (sample) => mix('cutMix', sample, partners[partner], (a, b) => paste(a, b, share, x, y)),
    }),
  });
}

function checkPartners(caller: string, partners: readonly Sample[], alpha: number): void {
  check(partners.length > 0, `${caller}: partners must not be empty.`);
  checkInRange(caller, 'alpha', alpha, 0.05, 1);
}

/** A number of Beta(α, α) by Jöhnk's rejection. */
function drawBeta(random: Random, alpha: number): number {
  for (;;) {
    const x = random.uniform() ** (1 / alpha);
    const y = random.uniform() ** (1 / alpha);
    if (x + y > 0 && x + y <= 1) return Number((x / (x + y)).toPrecision(6));
  }
}

function mix(
  caller: string,
  sample: Sample,
  partner: Sample | undefined,
  change: (image: Image, other: Image) => Image,
): Sample {
  check(
    partner !== undefined && !sample.targets,
    `${caller}: sample must have no targets but its mask, and a partner (${sample.name}).`,
  );
  for (const key of ['image', 'mask'] as const) {
    const [ours, theirs] = [formOf(sample[key]), formOf(partner[key])];
    check(
      ours === theirs,
      `${caller}: ${key}s of sample and partner must be alike, got ${ours} (${sample.name}) and ${theirs} (${partner.name}). Prepare both alike.`,
    );
  }
  return { ...sample, image: change(sample.image, partner.image), mask: change(sample.mask, partner.mask) };
}

const formOf = ({ height, width, channels, depth }: Image): string =>
  `[${height}, ${width}, ${channels}] of ${depth} bits`;

function blend(image: Image, other: Image, share: number): Image {
  const white = whiteOf(image);
  const data = pixelsLike(image.data, image.data.length);
  for (let i = 0; i < data.length; i++) {
    const x = share * image.data[i]! + (1 - share) * other.data[i]!;
    data[i] = image.depth === 32 ? x : saturate(x, white);
  }
  return createImage({ ...image, data });
}

function paste(image: Image, other: Image, share: number, x: number, y: number): Image {
  const { width, height, channels } = image;
  const half = Math.sqrt(1 - share) / 2;
  const [left, right] = [Math.max(x - half, 0), Math.min(x + half, 1)].map((at) => Math.round(at * width));
  const [top, bottom] = [Math.max(y - half, 0), Math.min(y + half, 1)].map((at) => Math.round(at * height));
  const data = image.data.slice();
  for (let row = top!; row < bottom!; row++) {
    const [from, to] = [(row * width + left!) * channels, (row * width + right!) * channels];
    data.set(other.data.subarray(from, to), from);
  }
  return createImage({ ...image, data });
}
