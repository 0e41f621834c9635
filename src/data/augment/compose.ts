import { check, checkInRange } from '../../core/check';
import type { Augmentation, Drawn } from '../sample';
import { planOf, withPlan } from './plan';

/**
 * Augmentations one after another. All is drawn first, then applied: changes of place that follow one another become one
 * warp, so that the image is interpolated once, and changes of tone that follow one another one table. What stands
 * between two changes of place is done between them: put those of place together. Compositions inside are looked into.
 *
 * @example
 * ```ts
 * import { affine, compose, contrast, createImage, createRandom, flipHorizontal, gaussianNoise, maybe } from 'hilum';
 *
 * const augment = compose(flipHorizontal(), affine(), contrast(), maybe(0.3, gaussianNoise()));
 * const image = createImage({ width: 8, height: 8, data: new Uint8Array(64).fill(90) });
 * const sample = { name: 'a.png', image, mask: image };
 * augment(sample, createRandom(1)); // the same change for the same seed
 * ```
 */
export function compose(...augmentations: readonly Augmentation[]): Augmentation {
  const plans = augmentations.map(planOf);
  return withPlan({
    draw: (random) => plans.map((plan) => plan.draw(random)),
    changes: (drawn) => {
      const parts = Array.isArray(drawn) ? (drawn as readonly Drawn[]) : [];
      check(
        parts.length === plans.length,
        `replay: drawn must be of ${plans.length} composed augmentations, got ${JSON.stringify(drawn)}. Replay it with the one that drew it.`,
      );
      return plans.flatMap((plan, i) => plan.changes(parts[i]!));
    },
  });
}

/**
 * An augmentation that happens with the given probability, and otherwise returns the sample as it is.
 *
 * @param probability 0 (never) to 1 (always)
 * @throws RangeError when the probability is outside 0 to 1
 * @example
 * ```ts
 * import { equalizeHistogram, maybe } from 'hilum';
 *
 * // A change of your own is a function of the sample and a random stream.
 * const equalized = maybe(0.5, (sample) => ({ ...sample, image: equalizeHistogram(sample.image) }));
 * ```
 */
export function maybe(probability: number, augmentation: Augmentation): Augmentation {
  checkInRange('maybe', 'probability', probability, 0, 1);
  const plan = planOf(augmentation);
  return withPlan({
    draw: (random) => (random.uniform() < probability ? plan.draw(random) : null),
    changes: (drawn) => (drawn === null ? [] : plan.changes(drawn)),
  });
}

/**
 * One of several augmentations, each as likely as the others.
 *
 * @throws RangeError when there is none
 * @example
 * ```ts
 * import { affine, compose, elastic, gridDistortion, oneOf } from 'hilum';
 *
 * const augment = compose(affine(), oneOf(elastic(), gridDistortion())); // one warp, whichever it is
 * ```
 */
export function oneOf(...augmentations: readonly Augmentation[]): Augmentation {
  check(augmentations.length > 0, 'oneOf: there must be at least one augmentation, got none.');
  const plans = augmentations.map(planOf);
  return withPlan({
    draw: (random) => {
      const choice = random.integer(0, plans.length);
      return { name: 'oneOf', choice, drawn: plans[choice]!.draw(random) };
    },
    changes: (drawn) => {
      const { choice, drawn: inner } = drawn as { readonly choice?: number; readonly drawn?: Drawn };
      const plan = plans[choice ?? -1];
      check(
        plan !== undefined && inner !== undefined,
        `replay: drawn must be of oneOf, got ${JSON.stringify(drawn)}. Replay it with the one that drew it.`,
      );
      return plan.changes(inner);
    },
  });
}
