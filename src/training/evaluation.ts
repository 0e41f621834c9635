import { quantile } from '../core/quantile';
import { addCounts, type ConfusionCounts } from '../metrics/confusion';
import { diceScore, iouScore, precisionScore, recallScore } from '../metrics/scores';

/** The scores of one class of one image. */
export interface EvaluationRow {
  /** Of the image, as the dataset names it. */
  readonly name: string;
  readonly className: string;
  readonly counts: ConfusionCounts;
  /** A value for each column; NaN or Infinity where there is no number. */
  readonly scores: Readonly<Record<string, number>>;
}

/** One score, and of what. */
export interface NamedScore {
  readonly name: string;
  readonly className: string;
  readonly score: number;
}

/** A column in a few numbers, taken of the finite scores; `leftOut` tells of the others. NaN where there are none. */
export interface ScoreStatistics {
  /** How many scores are finite. */
  readonly count: number;
  readonly mean: number;
  /** Of an even number of scores the mean of the middle two. */
  readonly median: number;
  /** The standard deviation of a sample, divided by count − 1; NaN of a single score. */
  readonly deviation: number;
  /** The three worst, worst first; infinite ones count, NaN does not. */
  readonly worst: readonly NamedScore[];
  /** What is NaN or infinite, which the numbers above are taken without. */
  readonly leftOut: readonly NamedScore[];
}

/** Many rows in a few numbers. */
export interface EvaluationSummary {
  /** How many rows: images, times classes. */
  readonly rows: number;
  /** For each column. */
  readonly scores: Readonly<Record<string, ScoreStatistics>>;
  /** The counts of all rows together. */
  readonly counts: ConfusionCounts;
  /** Scores of those counts, for which all pixels count alike; of several classes the micro scores. */
  readonly pooled: {
    readonly dice: number;
    readonly iou: number;
    readonly precision: number;
    readonly recall: number;
  };
}

/** What {@link evaluate} gives: plain data. */
export interface Evaluation {
  /** Of distances: pixels as the network sees them, or mm. */
  readonly unit: 'px' | 'mm';
  /** The names of the scores, and which way is better. */
  readonly columns: Readonly<Record<string, 'higher' | 'lower'>>;
  /** A row for each image and class, in the order of the dataset. */
  readonly rows: readonly EvaluationRow[];
  /** Of all rows: of several classes, each class counts alike. */
  readonly summary: EvaluationSummary;
  /** Of the rows of each class, by its name. */
  readonly classes: Readonly<Record<string, EvaluationSummary>>;
}

/**
 * Some rows of an evaluation, summed up anew: without the background, the images of one source, those that have
 * foreground at all.
 *
 * @param keep whether a row stays
 * @example
 * ```ts
 * import { batches, chestPhantom, evaluate, filterEvaluation, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const dataset = batches({ items: [1, 2], load: (seed) => chestPhantom({ seed, size: 32 }) });
 * const evaluation = await evaluate(model, dataset);
 * const found = filterEvaluation(evaluation, ({ counts }) => counts.tp > 0);
 * console.log(found.rows.length, found.summary.scores.dice?.mean);
 * ```
 */
export function filterEvaluation(
  { unit, columns, rows }: Evaluation,
  keep: (row: EvaluationRow) => boolean,
): Evaluation {
  return evaluationOf({ unit, columns, rows: rows.filter(keep) });
}

/** Sums up rows, over all and by class. */
export function evaluationOf({
  unit,
  columns,
  rows,
}: Pick<Evaluation, 'unit' | 'columns' | 'rows'>): Evaluation {
  const names = [...new Set(rows.map(({ className }) => className))];
  const classes = names.map((name) => {
    const own = rows.filter(({ className }) => className === name);
    return [name, summaryOf(own, columns)] as const;
  });
  return { unit, columns, rows, summary: summaryOf(rows, columns), classes: Object.fromEntries(classes) };
}

function summaryOf(rows: readonly EvaluationRow[], columns: Evaluation['columns']): EvaluationSummary {
  const scores = Object.entries(columns).map(([column, better]) => {
    const named = rows.map(({ name, className, scores: { [column]: score = NaN } }) => ({
      name,
      className,
      score,
    }));
    return [column, statisticsOf(named, better)] as const;
  });
  const counts = addCounts(rows.map((row) => row.counts));
  return {
    rows: rows.length,
    scores: Object.fromEntries(scores),
    counts,
    pooled: {
      dice: diceScore(counts),
      iou: iouScore(counts),
      precision: precisionScore(counts),
      recall: recallScore(counts),
    },
  };
}

function statisticsOf(named: readonly NamedScore[], better: 'higher' | 'lower'): ScoreStatistics {
  const sign = better === 'higher' ? 1 : -1;
  // Compared, not subtracted: Infinity less Infinity is no number.
  const worstFirst = (a: NamedScore, b: NamedScore): number =>
    sign * (Number(a.score > b.score) - Number(a.score < b.score));
  const values = named.map(({ score }) => score).filter(Number.isFinite);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    count: values.length,
    mean,
    median: quantile(
      values.sort((a, b) => a - b),
      1,
      2,
    ),
    deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : NaN,
    worst: named
      .filter(({ score }) => !Number.isNaN(score))
      .sort(worstFirst)
      .slice(0, 3),
    leftOut: named.filter(({ score }) => !Number.isFinite(score)),
  };
}
