import { checkInteger } from '../core/check';
import type { CalledCase, ClassifierEvaluation } from '../metrics/evaluate-classifier';

/** Cases to look at. */
export interface WorstCalls {
  /** Of class 1, called class 0: the least suspected first. */
  readonly missed: CalledCase[];
  /** Of class 0, called class 1: the most suspected first. */
  readonly falseAlarms: CalledCase[];
  /** Of class 1 and called so, the most suspected first: what a right answer looks like. */
  readonly found: CalledCase[];
}

/**
 * The cases that tell most about a classifier: what it missed and what it took for the other class, farthest from their
 * threshold first, and some of what it found. Draw pictures and heat maps of these alone: a report shows no others.
 *
 * @param count of each list at most; default 8
 * @throws RangeError when `count` is not an integer of at least 0
 * @example
 * ```ts
 * import { evaluateClassifier } from 'hilum';
 * import { worstCalls } from 'hilum/node';
 *
 * const cases = [0.2, 0.7, 0.4, 0.9].map((probability, i) => ({ name: `${i}`, label: i >> 1, probability }));
 * const { missed, falseAlarms } = worstCalls(evaluateClassifier(cases, { sensitivity: 0.5 }), 2);
 * console.log(missed[0]?.name, falseAlarms.length); // 2 0
 * ```
 */
export function worstCalls({ rows }: Pick<ClassifierEvaluation, 'rows'>, count = 8): WorstCalls {
  checkInteger('worstCalls', 'count', count, 0);
  const above = ({ probability, threshold }: CalledCase): number => probability - threshold;
  const of = (label: number, called: number, order: 1 | -1): CalledCase[] =>
    rows
      .filter((row) => row.label === label && row.called === called)
      .sort((a, b) => order * (above(a) - above(b)))
      .slice(0, count);
  return { missed: of(1, 0, 1), falseAlarms: of(0, 1, -1), found: of(1, 1, -1) };
}
