import type { Augmentation, Drawn, Sample } from '../sample';
import { apply, planOf, withPlan } from './plan';

/**
 * The augmentation, telling what it has drawn for each sample: plain JSON, a line of a log that {@link replay} takes.
 *
 * @param tell called before the changes are applied
 * @example
 * ```ts
 * import { affine, chestPhantom, compose, createRandom, flipHorizontal, recordDraws } from 'hilum';
 *
 * const augment = recordDraws(compose(flipHorizontal(), affine()), (drawn, { name }) => {
 *   console.log(name, JSON.stringify(drawn));
 *   // 7.png [null,{"name":"affine","rotation":-5.66136,"scale":0.939324,"shiftX":0.00596102,…}]: no flip
 * });
 * augment({ ...chestPhantom({ seed: 7, size: 32 }), name: '7.png' }, createRandom(1));
 * ```
 */
export function recordDraws(
  augmentation: Augmentation,
  tell: (drawn: Drawn, sample: Sample) => void,
): Augmentation {
  const plan = planOf(augmentation);
  return (sample, random) => {
    const drawn = plan.draw(random);
    tell(drawn, sample);
    return apply(plan.changes(drawn), sample);
  };
}

/**
 * An augmentation that draws nothing and does what was drawn once, to the same pixels.
 *
 * @param augmentation the one that drew it, made with the same arguments
 * @param drawn what {@link recordDraws} told
 * @throws Error or RangeError when `drawn` is not of that augmentation
 * @example
 * ```ts
 * import { affine, chestPhantom, createRandom, replay } from 'hilum';
 *
 * const sample = { ...chestPhantom({ seed: 7, size: 32 }), name: '7.png' };
 * const drawn = JSON.parse('{"name":"affine","rotation":5,"scale":1,"shiftX":0.1,"shiftY":0,"shear":0}');
 * replay(affine(), drawn)(sample, createRandom(0)).image; // turned by 5°, a tenth to the right
 * ```
 */
export function replay(augmentation: Augmentation, drawn: Drawn): Augmentation {
  const changes = planOf(augmentation).changes(drawn);
  return withPlan({ draw: () => drawn, changes: () => changes });
}
