import { lineChart, type Series } from './charts';
import { html, type Html } from './html';
import { headings, numberCell } from './report-table';
import { formatScore, scoreName } from './score-words';

/** A value an epoch by name; the validation's has `val_` before it. */
export type ReportHistory = Readonly<Record<string, readonly number[]>>;

/** A chart of each value, training and validation together, and the numbers as a table; nothing without values. */
export function historySection(history: ReportHistory): Html | string {
  const keys = Object.keys(history).filter((key) => history[key]!.length > 0);
  if (keys.length === 0) return '';
  const bases = [...new Set(keys.map((key) => key.replace(/^val_/, '')))];
  return html`<section>
    <h2>Training</h2>
    <div class="pair charts">${bases.map((base) => historyChart(base, history))}</div>
    ${everyEpoch(keys, history)}
  </section>`;
}

function historyChart(base: string, history: ReportHistory): Html | string {
  const format = (value: number): string => formatScore(base, value);
  const validation = someFinite(history[`val_${base}`]);
  const training = someFinite(history[base]);
  const series: Series[] = [];
  // The dashes tell the two apart without colour.
  if (training) series.push({ name: 'training', style: validation ? 'dashed' : 'solid', values: training });
  if (validation) series.push({ name: 'validation', style: 'solid', values: validation });
  if (series.length === 0) return '';
  const title = scoreName(base).replace(/^./, (letter) => letter.toUpperCase());
  const words = series.map(
    ({ name, values }) => `${name} from ${format(values[0]!)} to ${format(values.at(-1)!)}`,
  );
  const keys = series.map(({ name, style }) => html`<span><span class="key ${style}"></span>${name}</span>`);
  return html`<figure class="card">
    <h3>${title}</h3>
    ${lineChart({ label: `${title} by epoch: ${words.join('; ')}.`, series, format })}
    <figcaption>
      ${validation ? html`<div class="keys">${keys}</div>` : ''}${bestEpoch(base, series.at(-1)!, format)}
    </figcaption>
  </figure>`;
}

/** The values if there is anything to draw. */
function someFinite(values: readonly number[] = []): readonly number[] | undefined {
  return values.some(Number.isFinite) ? values : undefined;
}

/** Where the best value lies, for the values of which it is known which way is better. */
function bestEpoch(base: string, { name, values }: Series, format: (value: number) => string): string {
  const low = /loss$/i.test(base);
  if (!low && base !== 'dice' && base !== 'iou') return '';
  const value = Math[low ? 'min' : 'max'](...values.filter(Number.isFinite));
  return `${low ? 'Lowest' : 'Highest'} in ${name}: ${format(value)}, epoch ${values.indexOf(value) + 1}`;
}

function everyEpoch(keys: readonly string[], history: ReportHistory): Html {
  const epochs = Math.max(...keys.map((key) => history[key]!.length));
  const row = (epoch: number): Html =>
    html`<tr>
      <th scope="row">${epoch + 1}</th>
      ${keys.map((key) => numberCell(formatScore(key, history[key]![epoch] ?? NaN)))}
    </tr>`;
  return html`<details>
    <summary>Every epoch</summary>
    <div class="card wide">
      <table>
        <thead>
          <tr>
            ${headings(['Epoch'], keys.map(scoreName))}
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length: epochs }, (_, epoch) => row(epoch))}
        </tbody>
      </table>
    </div>
  </details>`;
}
