import { check } from '../core/check';

/** A case as it was judged by a model that had not seen it, nor another case of its patient. */
export interface ClassifiedCase {
  /** Of the image, for instance its path; no other case has it. */
  readonly name: string;
  /** The truth: 0 or 1. */
  readonly label: number;
  /** Of class 1, 0 to 1. */
  readonly probability: number;
  /** Default: every case has a patient of its own. */
  readonly patient?: string | undefined;
  /** Where the case comes from, such as a hospital; scores are also given by source. */
  readonly source?: string | undefined;
  /** In a cross-validation the fold in whose test part it was, as {@link crossValidate} gives it. */
  readonly fold?: number | undefined;
  /** The probability of class 1 by the baseline, if there is one: for all cases or for none. */
  readonly baseline?: number | undefined;
}

/** Requires cases that can be scored together: both classes, names that differ, no patient in two folds. */
export function checkCases(caller: string, name: string, cases: readonly ClassifiedCase[]): void {
  check(cases.length > 0, `${caller}: ${name} must hold at least one case, got none.`);
  const names = new Set<string>();
  const folds = new Map<string, number | undefined>();
  const patients = [new Set<string>(), new Set<string>()];
  for (const row of cases) {
    const { label, probability, fold, baseline } = row;
    check(!names.has(row.name), `${caller}: ${name} must have names that differ, got ${row.name} twice.`);
    names.add(row.name);
    const of = (words: string): string => `${caller}: ${words} of ${row.name} must be`;
    check(label === 0 || label === 1, `${of('the label')} 0 or 1, got ${label}.`);
    checkProbability(of('the probability'), probability);
    if (baseline !== undefined) checkProbability(of('the baseline'), baseline);
    const patient = patientOfCase(row);
    check(
      !folds.has(patient) || folds.get(patient) === fold,
      `${caller}: a patient must be in one fold, got ${patient} in ${folds.get(patient)} and ${fold}. ` +
        'Divide by patient (kFold with group), or the scores are too good.',
    );
    folds.set(patient, fold);
    patients[label]!.add(patient);
  }
  for (const count of [cases.filter((row) => row.fold !== undefined), baselined(cases)]) {
    check(
      count.length === 0 || count.length === cases.length,
      `${caller}: fold and baseline must be given for all ${name} or for none, got one for ${count.length} of ${cases.length}.`,
    );
  }
  const [negative, positive] = patients.map(({ size }) => size) as [number, number];
  check(
    negative > 1 && positive > 1,
    `${caller}: ${name} must hold two patients of each class at least, got ${negative} of class 0 and ${positive} of class 1.`,
  );
}

function checkProbability(must: string, value: number): void {
  // Give or take the rounding of a softmax in float32.
  check(value >= -1e-5 && value <= 1 + 1e-5, `${must} between 0 and 1, got ${value}.`);
}

function baselined(cases: readonly ClassifiedCase[]): ClassifiedCase[] {
  return cases.filter(({ baseline }) => baseline !== undefined);
}

/** A case without a patient has one of its own. */
export function patientOfCase({ patient, name }: ClassifiedCase): string {
  return patient ?? name;
}
