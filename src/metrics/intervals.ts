import { check, checkInteger } from '../core/check';
import { normalQuantile } from './normal';

/** An interval of confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How sure an interval is to be. */
export interface IntervalArgs {
  /** How often, over many repetitions, such an interval holds the truth: between 0 and 1. Default 0.95. */
  level?: number | undefined;
}

/**
 * Wilson's interval of a share, for accuracy, sensitivity or specificity from counts of cases: with p = successes / n
 * and z the normal quantile, (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). It lies in [0, 1], keeps its level for
 * small n, and has a width for p = 0 and 1 too. Cases must be independent: for pixels, or several
 * images of a patient, take {@link bootstrapInterval} with groups.
 *
 * Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 22 (1927); as SciPy's
 * `binomtest(successes, n).proportion_ci(method='wilson')`.
 *
 * @param successes an integer from 0 to `total`
 * @param total how many cases, at least 1
 * @throws RangeError when the counts are no such integers or the level is not between 0 and 1
 * @example
 * ```ts
 * import { wilsonInterval } from 'hilum';
 *
 * console.log(wilsonInterval(45, 50)); // { low: 0.786, high: 0.957 }
 * ```
 */
export function wilsonInterval(
  successes: number,
  total: number,
  { level = 0.95 }: IntervalArgs = {},
): Interval {
  checkInteger('wilsonInterval', 'total', total, 1);
  checkInteger('wilsonInterval', 'successes', successes, 0);
  check(
    successes <= total,
    `wilsonInterval: successes must be at most the total, got ${successes} of ${total}.`,
  );
  checkLevel('wilsonInterval', level);
  return wilsonBounds(successes, total, level);
}

/** Wilson's formula, for counts that need not be whole. */
export function wilsonBounds(successes: number, total: number, level: number): Interval {
  const z = normalQuantile((1 - level) / 2);
  const failures = total - successes;
  const scale = 2 * (total + z * z);
  const center = (2 * successes + z * z) / scale;
  const half = (z / scale) * Math.sqrt((4 * successes * failures) / total + z * z);
  return {
    // Exact at the ends, where subtraction leaves a rest.
    low: successes === 0 ? 0 : center - half,
    high: failures === 0 ? 1 : center + half,
  };
}

/** Requires a level between 0 and 1: neither certain nor empty. */
export function checkLevel(caller: string, level: number): void {
  check(level > 0 && level < 1, `${caller}: level must be between 0 and 1, got ${level}. 0.95 is usual.`);
}
