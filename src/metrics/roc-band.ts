import { quantile } from '../core/quantile';
import { createRandom } from '../core/random';
import type { Interval } from './intervals';

/** Between which sensitivities the curve lies at a false positive rate. */
export interface RocBandPoint extends Interval {
  readonly fpr: number;
}

/** The false positive rates at which the band is given. */
const steps = 50;

/**
 * The band of a ROC curve: at each of 51 false positive rates the quantiles of the sensitivity over resamples of the
 * patients, as {@link bootstrapInterval} draws them. Point by point: the whole curve lies in it less often than the level
 * says.
 *
 * @param yTrue labels 0 and 1
 * @param yScore higher for class 1
 * @param groups the patient of each case
 */
export function rocBand(
  yTrue: readonly number[],
  yScore: readonly number[],
  groups: readonly string[],
  { level, samples, seed }: { level: number; samples: number; seed: number | string },
): RocBandPoint[] {
  const members = new Map<string, number[]>();
  groups.forEach((group, i) => {
    const own = members.get(group);
    if (own) own.push(i);
    else members.set(group, [i]);
  });
  const patients = [...members.values()];
  const order = yScore.map((_, i) => i).sort((a, b) => yScore[b]! - yScore[a]!);
  const random = createRandom(seed);
  const heights = Array.from({ length: steps + 1 }, (): number[] => []);
  for (let sample = 0; sample < samples; sample++) {
    // How often each case was drawn.
    const weights = new Uint32Array(yTrue.length);
    for (let k = 0; k < patients.length; k++)
      for (const i of patients[random.integer(0, patients.length)]!) weights[i]!++;
    curveAt(yTrue, yScore, order, weights)?.forEach((height, at) => heights[at]!.push(height));
  }
  return heights.map((drawn, at) => {
    const sorted = drawn.sort((a, b) => a - b);
    const tail = (1 - level) / 2;
    return { fpr: at / steps, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
  });
}

/** The sensitivity at each step of the false positive rate, straight between points; nothing where a class is missing. */
function curveAt(
  yTrue: readonly number[],
  yScore: readonly number[],
  order: readonly number[],
  weights: Uint32Array,
): number[] | undefined {
  const totals = [0, 0];
  for (const i of order) totals[yTrue[i]!]! += weights[i]!;
  const [negatives, positives] = totals as [number, number];
  if (negatives === 0 || positives === 0) return undefined;
  const curve: number[] = [];
  let [tp, fp, tpBefore, fpBefore] = [0, 0, 0, 0];
  order.forEach((i, at) => {
    if (yTrue[i] === 1) tp += weights[i]!;
    else fp += weights[i]!;
    // Cases of one score share a point.
    const next = order[at + 1];
    if (next !== undefined && yScore[next] === yScore[i]) return;
    // What lies left of the point; at the step itself the curve may still rise.
    while (curve.length <= steps && (curve.length / steps) * negatives < fp) {
      const share = fp > fpBefore ? ((curve.length / steps) * negatives - fpBefore) / (fp - fpBefore) : 0;
      curve.push((tpBefore + share * (tp - tpBefore)) / positives);
    }
    [tpBefore, fpBefore] = [tp, fp];
  });
  while (curve.length <= steps) curve.push(1);
  return curve;
}
