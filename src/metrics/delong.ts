import { check } from '../core/check';
import { checkBinary } from './cases';
import { checkLevel, type Interval, type IntervalArgs } from './intervals';
import { normalQuantile, normalTail } from './normal';

/** An AUC with its variance and interval. */
export interface DelongInterval extends Interval {
  readonly auc: number;
  readonly variance: number;
}

/** How DeLong's variance is taken. */
export interface DelongArgs extends IntervalArgs {
  /**
   * For each case what it shares with others, usually its patient: cases of one group are then not taken for
   * independent. Default: every case by itself.
   */
  groups?: readonly string[] | undefined;
}

/** Two AUCs on the same cases, and how sure it is that they differ. */
export interface DelongTest extends Interval {
  /** The AUC of the first and of the second score. */
  readonly aucs: readonly [number, number];
  /** First minus second; `low` and `high` are its interval. */
  readonly difference: number;
  /** Of the difference. */
  readonly variance: number;
  /** The difference in standard errors. */
  readonly z: number;
  /** How often a difference at least as large would be seen if there were none: two-sided, 0 to 1. */
  readonly pValue: number;
}

/**
 * The area under the ROC curve with DeLong's variance and an interval auc ± z·√variance, cut off at 0 and 1. The
 * variance is S₁₀/m + S₀₁/n over m positives and n negatives, S the sample variances of their placement values: the share
 * of the other class that a case is on the right side of, ties counting one half. By ranks, in O(N log N).
 *
 * With `groups`, several images of a patient are no longer counted as several patients: placement values are summed
 * up by patient, as Obuchowski has it. Where each patient has one case the variance is DeLong's.
 *
 * Near an AUC of 1 the interval is too short: take {@link bcaInterval} there.
 *
 * DeLong, DeLong and Clarke-Pearson, *Comparing the areas under two or more correlated ROC curves*, Biometrics 44
 * (1988); Sun and Xu, *Fast implementation of DeLong's algorithm*, IEEE Signal Processing Letters 21 (2014); Obuchowski,
 * *Nonparametric analysis of clustered ROC curve data*, Biometrics 53 (1997).
 *
 * @param yTrue labels 0 and 1, at least two of each
 * @param yScore a finite number for each case, higher for the positive class
 * @throws RangeError when lengths differ, labels are not 0 or 1, a class has fewer than two cases, a score is not
 *   finite, the level is not between 0 and 1, or fewer than two groups have a case of a class
 * @example
 * ```ts
 * import { delongInterval } from 'hilum';
 *
 * const { auc, low, high } = delongInterval([0, 0, 0, 1, 1, 1], [0.1, 0.2, 0.6, 0.3, 0.7, 0.9]);
 * console.log(auc, low, high); // 0.889 0.581 1
 * ```
 */
export function delongInterval(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  { level = 0.95, groups }: DelongArgs = {},
): DelongInterval {
  checkLevel('delongInterval', level);
  const { auc, positives, negatives } = placements('delongInterval', yTrue, yScore, 'yScore');
  const variance = varianceOf('delongInterval', yTrue, positives, negatives, groups);
  const half = normalQuantile((1 - level) / 2) * Math.sqrt(variance);
  return { auc, variance, low: Math.max(auc - half, 0), high: Math.min(auc + half, 1) };
}

/**
 * DeLong's test of whether two scores of the same cases have the same AUC: z = (auc₁ − auc₂) / √variance, where the
 * variance is that of the difference, smaller than for separate cases as far as the scores agree. With its
 * two-sided p-value and the interval of the difference. Equal AUCs give z = 0 and p = 1; AUCs of 1 and 0 have no
 * variance, z = ±Infinity and p = 0.
 *
 * A test for two given models: for the best of many it finds differences by chance. Sources as for
 * {@link delongInterval}.
 *
 * @param yTrue labels 0 and 1, at least two of each
 * @param first a finite number for each case, higher for the positive class
 * @param second the other score of the same cases, in the same order
 * @throws RangeError when lengths differ, labels are not 0 or 1, a class has fewer than two cases, a score is not
 *   finite, the level is not between 0 and 1, or fewer than two groups have a case of a class
 * @example
 * ```ts
 * import { delongTest } from 'hilum';
 *
 * const labels = [0, 0, 0, 0, 1, 1, 1, 1];
 * const unet = [0.1, 0.3, 0.2, 0.5, 0.6, 0.9, 0.4, 0.8];
 * const other = [0.2, 0.6, 0.1, 0.7, 0.3, 0.9, 0.5, 0.4];
 * const { aucs, pValue } = delongTest(labels, unet, other);
 * console.log(aucs, pValue); // [0.9375, 0.625] 0.160
 * ```
 */
export function delongTest(
  yTrue: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { level = 0.95, groups }: DelongArgs = {},
): DelongTest {
  checkLevel('delongTest', level);
  const a = placements('delongTest', yTrue, first, 'first');
  const b = placements('delongTest', yTrue, second, 'second');
  // The variance of the differences is that of the one plus that of the other minus twice their covariance.
  const variance = varianceOf(
    'delongTest',
    yTrue,
    a.positives.map((value, i) => value - b.positives[i]!),
    a.negatives.map((value, i) => value - b.negatives[i]!),
    groups,
  );
  const difference = a.auc - b.auc;
  const error = Math.sqrt(variance);
  const z = difference === 0 ? 0 : difference / error;
  const half = normalQuantile((1 - level) / 2) * error;
  return {
    aucs: [a.auc, b.auc],
    difference,
    variance,
    z,
    pValue: 2 * normalTail(Math.abs(z)),
    low: difference - half,
    high: difference + half,
  };
}

interface Placements {
  readonly auc: number;
  /** For each positive, the share of negatives below it. */
  readonly positives: Float64Array;
  /** For each negative, the share of positives above it. */
  readonly negatives: Float64Array;
}

/** Placement values by midranks: the rank among all, less the rank among its own class, counts the other class below. */
function placements(
  caller: string,
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  name: string,
): Placements {
  const m = checkBinary(caller, yTrue, yScore, name);
  const n = yTrue.length - m;
  check(
    m > 1 && n > 1,
    `${caller}: yTrue must hold two cases of each class, got ${n} of class 0 and ${m} of class 1.`,
  );
  const all = Float64Array.from(yScore);
  const of = (label: number): Float64Array => all.filter((_, i) => yTrue[i] === label);
  const ranks = midranks(all);
  const below = (label: number): Float64Array => {
    const own = midranks(of(label));
    return ranks.filter((_, i) => yTrue[i] === label).map((rank, i) => rank - own[i]!);
  };
  const counted = below(1); // negatives below each positive, halves for ties: sums of them are exact
  return {
    auc: counted.reduce((sum, count) => sum + count, 0) / (m * n),
    positives: counted.map((count) => count / n),
    negatives: below(0).map((count) => 1 - count / m),
  };
}

/** Ranks from 1 in the given order; equal values share the mean of theirs. */
export function midranks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end + 1) / 2;
  }
  return ranks;
}

/** The variance of an AUC, or of a difference of two, from placement values or their differences. */
function varianceOf(
  caller: string,
  yTrue: ArrayLike<number>,
  positives: Float64Array,
  negatives: Float64Array,
  groups: readonly string[] | undefined,
): number {
  if (!groups) return varianceOfMean(positives) + varianceOfMean(negatives);
  check(
    groups.length === yTrue.length,
    `${caller}: groups must name the group of each of ${yTrue.length} cases, got ${groups.length}.`,
  );
  const values = [negatives[Symbol.iterator](), positives[Symbol.iterator]()];
  const means = [meanOf(negatives), meanOf(positives)];
  // By group how far the placement values of each class are from their mean, summed up.
  const sums = new Map<string, [negative?: number, positive?: number]>();
  groups.forEach((group, i) => {
    const label = yTrue[i]!;
    const sum = sums.get(group) ?? [];
    sum[label] = (sum[label] ?? 0) + (values[label]!.next().value as number) - means[label]!;
    sums.set(group, sum);
  });
  const part = (label: 0 | 1, count: number): number => {
    const own = [...sums.values()].flatMap((sum) => sum[label] ?? []);
    check(
      own.length > 1,
      `${caller}: groups must be two with a case of each class at least, got ${own.length} of class ${label}.`,
    );
    return ((own.length / (own.length - 1)) * own.reduce((sum, x) => sum + x * x, 0)) / count ** 2;
  };
  const both = [...sums.values()].reduce((sum, [negative = 0, positive = 0]) => sum + negative * positive, 0);
  const covariance = ((sums.size / (sums.size - 1)) * both) / (positives.length * negatives.length);
  return part(1, positives.length) + part(0, negatives.length) + 2 * covariance;
}

/** The variance of the mean of a sample: Σ(x − x̄)² / (n − 1) / n. */
function varianceOfMean(sample: Float64Array): number {
  const n = sample.length;
  const mean = meanOf(sample);
  return sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n;
}

function meanOf(sample: Float64Array): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length;
}
