import { patientOfCase, type ClassifiedCase } from './classified-case';
import { delongInterval } from './delong';
import type { Interval } from './intervals';
import { sharesOf } from './operating-scores';
import { averagePrecision } from './precision-recall';
import type { Share } from './share-interval';

/** An estimate with its interval. */
export interface Estimate extends Interval {
  readonly estimate: number;
}

/** The scores of a set of cases. */
export interface ClassifierScores {
  readonly cases: number;
  readonly patients: number;
  /** How many cases are of class 1. */
  readonly positives: number;
  /** DeLong's interval, by patient. Undefined where there are not two patients of each class. */
  readonly auc: Estimate | undefined;
  /** Undefined where a class is missing, as the AUC. */
  readonly averagePrecision: number | undefined;
  /** At the threshold of `screening`. Undefined without a case of class 1. */
  readonly sensitivity: Share | undefined;
  /** At the threshold of `screening`. Undefined without a case of class 0. */
  readonly specificity: Share | undefined;
}

/** The scores of the test part of a fold. */
export interface FoldScores extends ClassifierScores {
  readonly fold: number;
}

/** Scores over all, by source and by fold. */
export interface ScoresByPart {
  /** Of all cases together: in a cross-validation the scores of several models in one list. */
  readonly overall: ClassifierScores;
  /** By source, in the order of names; cases without one are under `'unknown'`. Empty where no case has one. */
  readonly sources: Readonly<Record<string, ClassifierScores>>;
  /** By fold; empty without folds. */
  readonly folds: readonly FoldScores[];
}

/** Scores cases that were called, by parts. */
export function scoresBy(
  cases: readonly ClassifiedCase[],
  called: readonly boolean[],
  scoreOf: (row: ClassifiedCase) => number,
  level: number,
): ScoresByPart {
  const of = (keep: (row: ClassifiedCase) => boolean): ClassifierScores => {
    const kept = cases.flatMap((row, i) => (keep(row) ? i : []));
    const rows = kept.map((i) => cases[i]!);
    const labels = rows.map(({ label }) => label);
    const groups = rows.map(patientOfCase);
    const patientsOf = (label: number): number => new Set(groups.filter((_, i) => labels[i] === label)).size;
    const scores = rows.map(scoreOf);
    const enough = patientsOf(0) > 1 && patientsOf(1) > 1;
    const interval = enough ? delongInterval(labels, scores, { level, groups }) : undefined;
    return {
      cases: rows.length,
      patients: new Set(groups).size,
      positives: labels.reduce((sum, label) => sum + label, 0),
      auc: interval && { estimate: interval.auc, low: interval.low, high: interval.high },
      averagePrecision: enough ? averagePrecision(labels, scores) : undefined,
      ...sharesOf(
        rows,
        kept.map((i) => called[i]!),
        level,
      ),
    };
  };
  const distinct = <Key extends string | number>(key: (row: ClassifiedCase) => Key | undefined): Key[] =>
    [...new Set(cases.flatMap((row) => key(row) ?? []))].sort((a, b) => (a < b ? -1 : 1));
  const sources = distinct(({ source }) => source);
  if (sources.length > 0 && cases.some(({ source }) => source === undefined)) sources.push('unknown');
  const folds = distinct(({ fold }) => fold);
  return {
    overall: of(() => true),
    sources: Object.fromEntries(
      sources.map((name) => [name, of(({ source = 'unknown' }) => source === name)]),
    ),
    folds: folds.map((fold) => ({ fold, ...of((row) => row.fold === fold) })),
  };
}
