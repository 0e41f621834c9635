import { basename } from 'node:path';
import type { Image } from '../data/image';
import type { CalledCase, ClassifierEvaluation } from '../metrics/evaluate-classifier';
import { html, type Html } from './html';
import { formatThreshold, percent } from './report-numbers';
import { headings, numberCell } from './report-table';
import { shownImage } from './shown-image';
import { worstCalls } from './worst-calls';

/** A picture of a case, by the name that it has in the evaluation. */
export interface DiagnosisExample {
  readonly name: string;
  /** Of 8 or 16 bits. */
  readonly image: Image;
  /** The same with a heat map over it, to stand beside. */
  readonly heatMap?: Image | undefined;
}

const defaultNote =
  'On the right what spoke for the call: the warmer, the more. A heat map shows where a network looked, not why, and not that it was right to look there.';

/** What was missed, the false alarms, and some that were found, with their pictures; nothing without any. */
export function diagnosisExamples(
  evaluation: ClassifierEvaluation,
  examples: readonly DiagnosisExample[],
  note = defaultNote,
): Html | string {
  if (examples.length === 0) return '';
  const byName = new Map(examples.map((example) => [example.name, example]));
  const { missed, falseAlarms, found } = worstCalls(evaluation, evaluation.rows.length);
  const [zero, one] = evaluation.classNames;
  const heated = examples.some(({ heatMap }) => heatMap !== undefined);
  const sheet = (title: string, nothing: string, rows: readonly CalledCase[]): Html => {
    const shown = rows.flatMap((row) => {
      const example = byName.get(row.name);
      return example ? [figure(row, example)] : [];
    });
    return html`<h3>${title} (${rows.length})</h3>
      ${
        shown.length > 0
          ? html`<div class="${heated ? 'sheet pairs' : 'sheet'}">${shown}</div>`
          : html`<p class="quiet">${rows.length > 0 ? 'Without pictures.' : nothing}</p>`
      }`;
  };
  return html`<section>
    <h2>Cases to look at</h2>
    <p class="quiet">${heated ? note : ''} Below each are the probability of “${one}” and the threshold.</p>
    ${sheet(`Missed: “${one}” called “${zero}”`, 'None was missed.', missed)}
    ${sheet(`False alarms: “${zero}” called “${one}”`, 'There was no false alarm.', falseAlarms)}
    ${sheet(`Found: “${one}” called so`, 'None was found.', found)}
  </section>`;
}

function figure(
  { name, source, probability, threshold }: CalledCase,
  { image, heatMap }: DiagnosisExample,
): Html {
  return html`<figure>
    <div class="views">
      ${shownImage(image, `X-ray ${basename(name)}`)}${heatMap ? shownImage(heatMap, `Heat map of ${basename(name)}`) : ''}
    </div>
    <figcaption>
      <b>${percent(probability)} <span class="quiet">(threshold ${percent(threshold)})</span></b
      >${basename(name)}${source === undefined ? '' : `, ${source}`}
    </figcaption>
  </figure>`;
}

/** The table of all cases, most suspected first. */
export function everyCase({ rows, classNames, baseline, folds }: ClassifierEvaluation): Html {
  const sorted = [...rows].sort((a, b) => b.probability - a.probability);
  const row = (one: CalledCase): Html =>
    html`<tr>
      <th scope="row">${one.name}</th>
      <td class="source">${one.source ?? ''}</td>
      <td>${classNames[one.label]!}</td>
      <td>
        ${one.called === one.label ? '' : html`<span class="flag">called ${classNames[one.called]}</span>`}
      </td>
      ${[
        formatThreshold(one.probability),
        ...(baseline ? [formatThreshold(one.baseline!)] : []),
        ...(folds.length > 1 ? [String(one.fold! + 1)] : []),
      ].map(numberCell)}
    </tr>`;
  return html`<section>
    <h2>Every case</h2>
    <details>
      <summary>${rows.length} images, the most suspected first</summary>
      <div class="card wide">
        <table>
          <thead>
            <tr>
              ${headings(
                ['Image', 'Source', 'Truth', ''],
                ['probability', ...(baseline ? ['baseline'] : []), ...(folds.length > 1 ? ['fold'] : [])],
              )}
            </tr>
          </thead>
          <tbody>
            ${sorted.map(row)}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}
