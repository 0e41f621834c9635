import { check, checkInteger } from '../core/check';
import { quantile } from '../core/quantile';
import { createRandom } from '../core/random';
import { checkLevel, type Interval, type IntervalArgs } from './intervals';
import { normalQuantile, normalTail } from './normal';

/** A statistic with the interval that resampling gives it. */
export interface BootstrapInterval extends Interval {
  /** The statistic of the items as they are. */
  readonly estimate: number;
  /** How many resamples the interval rests on. */
  readonly samples: number;
  /** How many resamples gave no finite number or threw, and were left out. */
  readonly skipped: number;
}

/** How a bootstrap resamples. */
export interface BootstrapIntervalArgs<T> extends IntervalArgs {
  /** How many resamples are drawn. Default 2000. */
  samples?: number | undefined;
  /** Same seed, same interval. Default 0. */
  seed?: number | string | undefined;
  /**
   * What is drawn together, usually the patient: groups are resampled, with all their items. Default: every item by
   * itself.
   */
  group?: ((item: T) => string) | undefined;
}

/**
 * The percentile bootstrap: the statistic of many resamples of the items, drawn with replacement and as many as there
 * are, and the quantiles between which the level lies. For any function of a list: the mean Dice of images, the AUC of
 * cases, the difference of two models on the same cases (items that hold both).
 *
 * A resample for which the statistic throws or is not finite, as an AUC does when only one class was drawn, is left out
 * and counted in `skipped`. What the statistic throws for the items themselves reaches the caller.
 *
 * Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 13. Time: `samples` times the statistic's.
 *
 * @param statistic a number from a list of items; it must not change the list's items
 * @throws RangeError when there is no item, `samples` is no integer of at least 1, or the level is not between 0 and 1
 * @throws Error when the statistic of the items is not finite, or more than half of the resamples were left out
 * @example
 * ```ts
 * import { bootstrapInterval, rocAuc } from 'hilum';
 *
 * const cases = Array.from({ length: 40 }, (_, i) => {
 *   return { patient: `${i >> 1}`, label: i % 2, score: ((i * 7) % 10) + 3 * (i % 2) };
 * });
 * const auc = (drawn: typeof cases) => rocAuc(drawn.map((c) => c.label), drawn.map((c) => c.score));
 * const interval = bootstrapInterval(auc, cases, { samples: 200, seed: 1, group: (c) => c.patient });
 * console.log(interval); // { samples: 200, skipped: 0, estimate: 0.82, low: 0.719, high: 0.920 }
 * ```
 */
export function bootstrapInterval<T>(
  statistic: (items: T[]) => number,
  items: readonly T[],
  args: BootstrapIntervalArgs<T> = {},
): BootstrapInterval {
  const { values, ...rest } = resample('bootstrapInterval', statistic, items, args);
  const tail = (1 - (args.level ?? 0.95)) / 2;
  return { ...rest, low: quantile(values, tail), high: quantile(values, 1 - tail) };
}

/**
 * The BCa bootstrap, bias-corrected and accelerated: as {@link bootstrapInterval}, but the quantiles are moved for a
 * statistic that resampling shifts, or whose spread depends on its value. Better near the end of a range, as for a Dice
 * of 0.97; it takes the statistic once more for every item (or group) left out.
 *
 * Efron, *Better bootstrap confidence intervals*, JASA 82 (1987); the formulas of SciPy's `bootstrap(method='BCa')`.
 *
 * @param statistic a number from a list of items; it must not change the list's items
 * @throws RangeError when there is no item, `samples` is no integer of at least 1, or the level is not between 0 and 1
 * @throws Error when the statistic of the items is not finite, more than half of the resamples were left out, or all of
 *   them lie on one side of the estimate
 * @example
 * ```ts
 * import { bcaInterval } from 'hilum';
 *
 * const mean = (scores: number[]) => scores.reduce((a, b) => a + b) / scores.length;
 * const scores = [0.97, 0.95, 0.98, 0.99, 0.71, 0.96, 0.94, 0.98, 0.97, 0.9];
 * const { estimate, low, high } = bcaInterval(mean, scores, { samples: 500, seed: 1 });
 * console.log(estimate, low, high); // 0.935 0.853 0.966
 * ```
 */
export function bcaInterval<T>(
  statistic: (items: T[]) => number,
  items: readonly T[],
  args: BootstrapIntervalArgs<T> = {},
): BootstrapInterval {
  const { values, ...rest } = resample('bcaInterval', statistic, items, args);
  const groups = groupsOf(items, args.group);
  const without = groups.map((_, left) => value(statistic, groups.filter((_, i) => i !== left).flat()));
  const tails = bcaTails(values, rest.estimate, without.filter(Number.isFinite), args.level ?? 0.95);
  return { ...rest, low: quantile(values, tails[0]), high: quantile(values, tails[1]) };
}

/** Between which shares of the sorted resamples the BCa interval lies. */
export function bcaTails(
  values: Float64Array,
  estimate: number,
  leftOneOut: readonly number[],
  level: number,
): [low: number, high: number] {
  let below = 0;
  for (const value of values) below += Number(value < estimate) / 2 + Number(value <= estimate) / 2;
  if (below === 0 || below === values.length) {
    throw new Error(
      'bcaInterval: resamples must lie on both sides of the estimate, got all on one. Take bootstrapInterval.',
    );
  }
  const bias = -normalQuantile(below / values.length);
  const mean = leftOneOut.reduce((sum, value) => sum + value, 0) / leftOneOut.length;
  const power = (exponent: number): number =>
    leftOneOut.reduce((sum, value) => sum + (mean - value) ** exponent, 0);
  const spread = power(2);
  const acceleration = spread > 0 ? power(3) / (6 * spread ** 1.5) : 0;
  const moved = (z: number): number => 1 - normalTail(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile((1 - level) / 2);
  return [moved(-z), moved(z)];
}

/** The sorted statistics of the resamples. */
function resample<T>(
  caller: string,
  statistic: (items: T[]) => number,
  items: readonly T[],
  { samples = 2000, level = 0.95, seed = 0, group }: BootstrapIntervalArgs<T>,
): { values: Float64Array; estimate: number; samples: number; skipped: number } {
  check(items.length > 0, `${caller}: items must hold at least one, got none.`);
  checkInteger(caller, 'samples', samples, 1);
  checkLevel(caller, level);
  const estimate = statistic([...items]);
  if (!Number.isFinite(estimate))
    throw new Error(`${caller}: the statistic of the items must be finite, got ${estimate}.`);
  const groups = groupsOf(items, group);
  const random = createRandom(seed);
  const values = new Float64Array(samples);
  let kept = 0;
  for (let i = 0; i < samples; i++) {
    const drawn = groups.flatMap(() => groups[random.integer(0, groups.length)]!);
    const result = value(statistic, drawn);
    if (Number.isFinite(result)) values[kept++] = result;
  }
  const skipped = samples - kept;
  if (kept < skipped) {
    throw new Error(
      `${caller}: the statistic must be finite for at least half of the resamples, got ${kept} of ${samples}. ` +
        'There are too few cases of a class to say how far off it is.',
    );
  }
  return { values: values.subarray(0, kept).sort(), estimate, samples: kept, skipped };
}

/** NaN where the statistic throws. */
function value<T>(statistic: (items: T[]) => number, drawn: T[]): number {
  try {
    return statistic(drawn);
  } catch {
    return NaN;
  }
}

/** The items that are drawn together, in the order of their first. */
function groupsOf<T>(items: readonly T[], group: ((item: T) => string) | undefined): T[][] {
  if (!group) return items.map((item) => [item]);
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const members = groups.get(group(item)) ?? [];
    groups.set(group(item), members);
    members.push(item);
  }
  return [...groups.values()];
}
