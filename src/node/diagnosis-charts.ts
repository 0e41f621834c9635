import type { ClassifierEvaluation } from '../metrics/evaluate-classifier';
import { html, type Html } from './html';
import {
  area,
  areaWithRange,
  formatThreshold,
  percent,
  percentWithRange,
  pValueWords,
} from './report-numbers';
import { chartKeys, spreadChart, squareChart } from './share-charts';

/** The ROC curve, how probabilities are spread, and whether they are true. */
export function diagnosisCharts(evaluation: ClassifierEvaluation, baselineName?: string): Html {
  return html`<section>
    <h2>How well the two are told apart</h2>
    <div class="pair">${rocFigure(evaluation)}${calibrationFigure(evaluation)}</div>
    <div class="pair">${spreadFigure(evaluation)}${baselineCard(evaluation, baselineName)}</div>
  </section>`;
}

function rocFigure({ roc, rocBand, overall, operatingPoints, baseline, level }: ClassifierEvaluation): Html {
  const { sensitivity, specificity } = operatingPoints.screening;
  const words = `Sensitivity ${percentWithRange(sensitivity)}, specificity ${percentWithRange(specificity)}`;
  const label = `ROC curve: AUC ${areaWithRange(overall.auc)}. At the threshold: ${words}.`;
  const line = ({ fpr, tpr }: typeof roc): (readonly [number, number])[] =>
    fpr.map((rate, i) => [rate, tpr[i]!]);
  return html`<figure class="card">
    <h3>ROC curve</h3>
    ${squareChart({
      label,
      xTitle: '1 − specificity: false alarms',
      yTitle: 'sensitivity: found',
      band: rocBand.map(({ fpr, low, high }) => ({ x: fpr, low, high })),
      lines: [
        ...(baseline ? [{ style: 'dashed' as const, points: line(baseline.roc) }] : []),
        { style: 'solid', points: line(roc) },
      ],
      points: [
        {
          x: 1 - specificity.estimate,
          y: sensitivity.estimate,
          xRange: [1 - specificity.high, 1 - specificity.low],
          yRange: [sensitivity.low, sensitivity.high],
          words,
        },
      ],
    })}
    <figcaption>
      ${chartKeys([
        { style: 'solid', name: `model, AUC ${area(overall.auc!.estimate)}` },
        ...(baseline
          ? [{ style: 'dashed' as const, name: `baseline, AUC ${area(baseline.overall.auc!.estimate)}` }]
          : []),
      ])}
      The dot is what the threshold leads to. The band holds ${percent(level)} of the curves of resampled
      patients, point by point.
    </figcaption>
  </figure>`;
}

function calibrationFigure({ calibration }: ClassifierEvaluation): Html {
  const { bins, error, brier, brierOfFrequency } = calibration;
  const label =
    'Calibration: ' +
    bins
      .map(({ probability, frequency }) => `said ${percent(probability)}, true ${percent(frequency)}`)
      .join('; ');
  return html`<figure class="card">
    <h3>Calibration</h3>
    ${squareChart({
      label,
      xTitle: 'probability that was said',
      yTitle: 'share that was so',
      lines: [{ style: 'solid', points: bins.map(({ probability, frequency }) => [probability, frequency]) }],
      points: bins.map(({ probability, frequency, low, high, count }) => ({
        x: probability,
        y: frequency,
        yRange: [low, high],
        words: `${count} images: said ${percent(probability)}, true ${percent(frequency)}`,
      })),
    })}
    <figcaption>
      On the diagonal a probability means what it says; below it the model suspects too much. Calibration
      error ${area(error)}; Brier score ${area(brier)}, where saying always the same would have
      ${area(brierOfFrequency)}.
    </figcaption>
  </figure>`;
}

/** Bins of the chart of probabilities. */
const bins = 20;

function spreadFigure({ rows, classNames, operatingPoints }: ClassifierEvaluation): Html {
  const styles = ['dashed', 'solid'] as const;
  const spreads = classNames.map((name, label) => {
    const own = rows.filter((row) => row.label === label);
    const counts = new Array<number>(bins).fill(0);
    for (const { probability } of own)
      counts[Math.max(0, Math.min(bins - 1, Math.floor(probability * bins)))]!++;
    return { name, style: styles[label]!, shares: counts.map((count) => count / own.length) };
  });
  const [low, high] = operatingPoints.screening.thresholdRange;
  const range =
    low === high
      ? `is ${formatThreshold(low)}`
      : `lies at ${formatThreshold(low)} to ${formatThreshold(high)}`;
  const label = `How often which probability is given to images of “${classNames[0]}” and “${classNames[1]}”. The threshold ${range}.`;
  return html`<figure class="card">
    <h3>Probabilities</h3>
    ${spreadChart({ label, xTitle: `probability of “${classNames[1]}”`, spreads })}
    <figcaption>${chartKeys(spreads)} In % of the images of each class. The threshold ${range}.</figcaption>
  </figure>`;
}

function baselineCard({ baseline, level }: ClassifierEvaluation, name?: string): Html | string {
  if (!baseline) return '';
  const { difference, low, high, pValue } = baseline.test;
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${area(Math.abs(value))}`;
  const sure =
    low > 0
      ? 'The model is better than the baseline.'
      : high < 0
        ? 'The baseline is better than the model: use the baseline.'
        : 'These cases do not tell which of the two is better.';
  return html`<div class="card">
    <h3>Against the baseline${name === undefined ? '' : `: ${name}`}</h3>
    <p class="figure">${signed(difference)}</p>
    <p>
      is the difference of the AUCs, ${percent(level)} interval ${signed(low)} to ${signed(high)}, DeLong’s
      test ${pValueWords(pValue)}. ${sure}
    </p>
    <p class="quiet">
      At its own threshold, chosen in the same way, the baseline has a sensitivity of
      ${percentWithRange(baseline.overall.sensitivity)} and a specificity of
      ${percentWithRange(baseline.overall.specificity)}.
    </p>
  </div>`;
}
