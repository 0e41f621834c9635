import { createRandom } from '../../core/random';
import type { Random } from '../../core/random';
import { whiteOf } from '../image';
import { mapValues, saturate } from '../pixels';
import type { Augmentation, Change, Drawn, DrawnNumbers, Geometry, Plan, Sample } from '../sample';
import { warp } from './warp';

/** What {@link createAugmentation} is made of. */
export interface CreateAugmentationArgs<Numbers> {
  /** What a record calls it. */
  name: string;
  /** Draws its numbers, as plain JSON, whatever sample they are for. Default: nothing to draw. */
  draw?: ((random: Random) => Numbers) | undefined;
  /** What the numbers mean. */
  change: (numbers: Numbers) => Change;
}

/**
 * An augmentation of your own that takes part in one warp, in one table and in records, as those of the library do. One
 * that needs none of that is a plain function.
 *
 * @example
 * ```ts
 * import { affine, compose, createAugmentation } from 'hilum';
 *
 * // A quarter turn: the pixel (x, y) of the result comes from (y, height − 1 − x) of the source.
 * const quarterTurn = createAugmentation({
 *   name: 'quarterTurn',
 *   change: () => ({
 *     geometry: ({ width, height }) => ({
 *       size: { width: height, height: width },
 *       from: [0, 1, 0, -1, 0, height - 1, 0, 0, 1],
 *     }),
 *   }),
 * });
 * const augment = compose(quarterTurn, affine()); // one warp
 * ```
 */
export function createAugmentation<Numbers extends object = object>({
  name,
  draw,
  change,
}: CreateAugmentationArgs<Numbers>): Augmentation {
  return withPlan({
    draw: (random) => ({ name, ...draw?.(random) }),
    changes: (drawn) => [change(numbersOf(name, drawn) as never)],
  });
}

/** The augmentation of a plan. */
export function withPlan(plan: Plan): Augmentation {
  const augment: Augmentation = (sample, random) => apply(plan.changes(plan.draw(random)), sample);
  return Object.assign(augment, { plan });
}

/** The plan of any augmentation. A plain function draws one number, the seed of all that it draws itself. */
export function planOf(augmentation: Augmentation): Plan {
  const name = augmentation.name || 'own';
  return (
    augmentation.plan ?? {
      draw: (random) => ({ name, seed: random.integer(0, 2 ** 32) }),
      changes: (drawn) => {
        const { seed } = numbersOf(name, drawn);
        return [{ sample: (sample) => augmentation(sample, createRandom(Number(seed))) }];
      },
    }
  );
}

/** Applies changes in order: neighbours of one kind at once. */
export function apply(changes: readonly Change[], sample: Sample): Sample {
  let changed = sample;
  for (let i = 0; i < changes.length;) {
    const geometries: Geometry[] = [];
    const tones: Tone[] = [];
    for (let next; (next = changes[i]) && 'geometry' in next; i++) geometries.push(next.geometry);
    for (let next; (next = changes[i]) && 'tone' in next; i++) tones.push(next.tone);
    if (geometries.length > 0) changed = warp(changed, geometries);
    if (tones.length > 0) changed = withTones(changed, tones);
    const own = changes[i];
    if (own && 'sample' in own) {
      changed = own.sample(changed);
      i++;
    }
  }
  return changed;
}

type Tone = (white: number) => (value: number) => number;

/** Values are rounded after each tone, as if they were applied one after another. */
function withTones(sample: Sample, tones: readonly Tone[]): Sample {
  const white = whiteOf(sample.image);
  const steps = tones.map((tone) => tone(white));
  const keep = sample.image.depth === 32 ? Math.fround : (x: number) => saturate(x, white);
  const change = (x: number): number => {
    let value = x;
    for (const step of steps) value = keep(step(value));
    return value;
  };
  return { ...sample, image: mapValues(sample.image, change) };
}

function numbersOf(name: string, drawn: Drawn): DrawnNumbers {
  if (drawn === null || !('name' in drawn) || drawn.name !== name)
    throw new Error(
      `replay: drawn must be of this augmentation (${name}), got ${JSON.stringify(drawn)}. Replay it with the one that drew it.`,
    );
  return drawn;
}
