import type { ClassifierEvaluation } from '../metrics/evaluate-classifier';
import type { ChosenOn } from '../metrics/operating-scores';
import { html, type Html } from './html';
import { area, areaRange, counted, percent, percentRange } from './report-numbers';

/** The scores in a few large numbers, and what they mean in words. */
export function diagnosisHeadline(evaluation: ClassifierEvaluation, notes: readonly string[]): Html {
  const { overall, operatingPoints, baseline, level } = evaluation;
  const { sensitivity, specificity } = operatingPoints.screening;
  const perfect =
    overall.auc!.estimate < 1
      ? ''
      : 'Every image of one class scored above all of the other. The interval of an AUC of 1 has no width: it does not say how far below 1 other cases would lie.';
  const cards: [name: string, value: string, range: string][] = [
    ['AUC', area(overall.auc!.estimate), areaRange(overall.auc!)],
    ['sensitivity', percent(sensitivity.estimate), percentRange(sensitivity)],
    ['specificity', percent(specificity.estimate), percentRange(specificity)],
    ['images', String(overall.cases), `of ${counted(overall.patients, 'patient')}`],
  ];
  if (baseline?.overall.auc)
    cards.push(['AUC of the baseline', area(baseline.overall.auc.estimate), areaRange(baseline.overall.auc)]);
  return html`${notes.map((note) => html`<p class="note">${note}</p>`)}
    <dl class="cards">
      ${cards.map(
        ([name, value, range]) =>
          html`<div class="card">
            <dt>${name}</dt>
            <dd>${value}</dd>
            <dd class="range">${range}</dd>
          </div>`,
      )}
    </dl>
    <p class="lead">${inWords(evaluation)}</p>
    <p class="quiet">
      ${thresholdWords(operatingPoints.screening.chosenOn)} Ranges are intervals of ${percent(level)}
      confidence, counted by patient: where the score of other cases of the same kind would likely lie.
      ${perfect}
    </p>`;
}

/** The operating point in numbers of people, which are understood better than shares. */
function inWords({ classNames: [zero, one], operatingPoints }: ClassifierEvaluation): string {
  const { sensitivity, specificity } = operatingPoints.screening;
  const found = Math.round(100 * sensitivity.estimate);
  const alarms = Math.round(100 * (1 - specificity.estimate));
  const range = (low: number, high: number): string =>
    `(${Math.round(100 * low)} to ${Math.round(100 * high)})`;
  return (
    `Of 100 images with the truth “${one}” ${found} ${range(sensitivity.low, sensitivity.high)} are called so, ` +
    `and ${100 - found} are missed. Of 100 with the truth “${zero}” ${alarms} ` +
    `${range(1 - specificity.high, 1 - specificity.low)} are called “${one}” as well.`
  );
}

/** How honest a threshold is. */
export function thresholdWords(chosenOn: ChosenOn): string {
  if (chosenOn === 'other folds')
    return 'The threshold of each fold was chosen on the cases of the other folds, never on those that it calls.';
  if (chosenOn === 'validation cases')
    return 'The threshold was chosen on other cases, none of which is scored here.';
  if (chosenOn === 'nothing') return 'The threshold was not chosen on data.';
  return 'The threshold was chosen on the very cases that are scored here: sensitivity and specificity are too good.';
}
