import type { ClassifierScores } from '../metrics/classifier-scores';
import type { ClassifierEvaluation } from '../metrics/evaluate-classifier';
import type { ChosenOn, OperatingScores } from '../metrics/operating-scores';
import { thresholdWords } from './diagnosis-headline';
import { Html, html } from './html';
import { areaWithRange, formatThreshold, percent, percentWithRange } from './report-numbers';
import { headings, numberCell } from './report-table';

/** Who is called what: the confusion matrix, scikit-learn's report, and other thresholds. */
export function callSection({ classNames, operatingPoints, wantedSensitivity }: ClassifierEvaluation): Html {
  const { screening, youden, half } = operatingPoints;
  const points: [string, OperatingScores][] = [
    [`to find ${percent(wantedSensitivity)}`, screening],
    ['Youden’s', youden],
    ['one half', half],
  ];
  return html`<section>
    <h2>What is called what</h2>
    <div class="pair">
      <div class="card">
        <h3>At the threshold to find ${percent(wantedSensitivity)}</h3>
        ${confusionTable(classNames, screening)}
      </div>
      <div class="card wide">
        <h3>As scikit-learn reports it</h3>
        <pre>${new Html(html`${screening.report.text}`.text.trimEnd())}</pre>
      </div>
    </div>
    <h3>Other thresholds</h3>
    <div class="card wide">
      <table class="whole">
        <thead>
          <tr>
            ${headings(
              ['Threshold'],
              ['for new cases', 'sensitivity', 'specificity', 'predictive +', 'predictive −', 'accuracy'],
            )}
          </tr>
        </thead>
        <tbody>
          ${points.map(([name, point]) => thresholdRow(name, point))}
        </tbody>
      </table>
    </div>
    <p class="quiet below">
      ${thresholdWords(youden.chosenOn)} “For new cases” is the one to use from now on, chosen on all of them.
      Youden’s has the greatest sum of sensitivity and specificity where it was chosen. Predictive values
      depend on how frequent “${classNames[1]}” is: where it is rarer than in these data, predictive + is
      lower.
    </p>
  </section>`;
}

function confusionTable(classNames: readonly string[], { confusion }: OperatingScores): Html {
  const row = (counts: readonly number[], truth: number): Html => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, called) => {
      const share = count / total;
      return html`<td class="${truth === called ? 'right' : 'wrong'}" style="--share: ${share.toFixed(3)}">
        <b>${count}</b>${percent(share)}
      </td>`;
    });
    return html`<tr>
      <th scope="row">${classNames[truth]!}</th>
      ${cells}
    </tr>`;
  };
  return html`<table class="confusion">
    <thead>
      <tr>
        ${headings(['Truth', ...classNames.map((name) => `called ${name}`)], [])}
      </tr>
    </thead>
    <tbody>
      ${confusion.map(row)}
    </tbody>
  </table>`;
}

function thresholdRow(name: string, point: OperatingScores): Html {
  const shares = [
    point.sensitivity,
    point.specificity,
    point.positivePredictiveValue,
    point.negativePredictiveValue,
    point.accuracy,
  ];
  return html`<tr>
    <th scope="row">${name}</th>
    ${[formatThreshold(point.threshold), ...shares.map(percentWithRange)].map(numberCell)}
  </tr>`;
}

/** Scores by source, and by fold. */
export function partSection({
  overall,
  sources,
  folds,
  baseline,
  classNames,
  operatingPoints,
}: ClassifierEvaluation): Html | string {
  const names = Object.keys(sources);
  if (names.length === 0 && folds.length < 2) return '';
  const baselines: Readonly<Record<string, ClassifierScores>> = baseline?.sources ?? {};
  const table = (kind: string, rows: readonly Html[]): Html =>
    html`<div class="card wide">
      <table class="whole">
        <thead>
          <tr>
            ${headings(
              [kind],
              [
                'Images',
                `of ${classNames[1]}`,
                'AUC',
                'sensitivity',
                'specificity',
                ...(baseline && kind === 'Source' ? ['AUC of the baseline'] : []),
              ],
            )}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
  const bySource = [
    partRow('All', overall, baseline?.overall),
    ...Object.entries(sources).map(([name, scores]) => partRow(name, scores, baselines[name])),
  ];
  const byFold = html`<details>
    <summary>By fold</summary>
    ${table(
      'Fold',
      folds.map(({ fold, ...scores }) => partRow(String(fold + 1), scores)),
    )}
    <p class="quiet">${foldWords(folds)}</p>
  </details>`;
  return html`<section>
    <h2>By source</h2>
    ${table('Source', bySource)}
    <p class="quiet below">${sourceWords(names.length, operatingPoints.screening.chosenOn)}</p>
    ${folds.length > 1 ? byFold : ''}
  </section>`;
}

function sourceWords(sources: number, chosenOn: ChosenOn): string {
  const shortcut =
    'Who can tell the sources apart can score well over all without knowing the disease, where one source has more of ' +
    'it: the rows of the sources are safe from that. ';
  const home =
    'A source of which the model has seen other cases says little about a hospital of which it has seen none: for ' +
    'that, train without a source and test on it.';
  return `${sources > 1 ? shortcut : ''}${chosenOn === 'validation cases' ? '' : home}`;
}

function partRow(name: string, scores: ClassifierScores, baseline?: ClassifierScores): Html {
  const { cases, positives, auc, sensitivity, specificity } = scores;
  return html`<tr>
    <th scope="row">${name}</th>
    ${[
      String(cases),
      String(positives),
      areaWithRange(auc),
      percentWithRange(sensitivity),
      percentWithRange(specificity),
      ...(baseline ? [areaWithRange(baseline.auc)] : []),
    ].map(numberCell)}
  </tr>`;
}

function foldWords(folds: ClassifierEvaluation['folds']): string {
  const areas = folds.flatMap(({ auc }) => auc?.estimate ?? []);
  const mean = areas.reduce((sum, value) => sum + value, 0) / areas.length;
  const words = areas.length > 0 ? `The mean AUC of the folds is ${mean.toFixed(3)}. ` : '';
  return (
    `${words}Each fold has a model of its own, whose probabilities need not mean the same: the AUC of all cases ` +
    'together mixes them and tends to be a little lower.'
  );
}
