import { checkBinary } from './cases';

/** What is called positive as the threshold falls from one distinct score to the next. */
export interface ScoreSteps {
  /** The distinct scores, falling. */
  readonly thresholds: readonly number[];
  /** How many positives score at least as much as each threshold. */
  readonly tp: readonly number[];
  /** How many negatives do. */
  readonly fp: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

/** Both curves, their areas and the thresholds come from these counts: integers, so nothing is rounded before its end. */
export function scoreSteps(caller: string, yTrue: ArrayLike<number>, yScore: ArrayLike<number>): ScoreSteps {
  const positives = checkBinary(caller, yTrue, yScore);
  const order = Uint32Array.from({ length: yScore.length }, (_, i) => i);
  order.sort((a, b) => yScore[b]! - yScore[a]!);
  const [thresholds, tp, fp]: number[][] = [[], [], []];
  const counts = [0, 0];
  order.forEach((item, i) => {
    counts[yTrue[item]!]!++;
    // Cases of one score are called together.
    if (i + 1 < order.length && yScore[order[i + 1]!] === yScore[item]) return;
    thresholds!.push(yScore[item]!);
    tp!.push(counts[1]!);
    fp!.push(counts[0]!);
  });
  return { thresholds: thresholds!, tp: tp!, fp: fp!, positives, negatives: yTrue.length - positives };
}
