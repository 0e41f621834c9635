import { html, type Html } from './html';
import { headings } from './report-table';

/** A file that was left out, and why. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** What a run was made of. */
export interface ReportRun {
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly skipped: readonly SkippedFile[];
  readonly imagesWithoutMask: readonly string[];
  readonly masksWithoutImage: readonly string[];
}

/** Settings and counts, and what was left out with the reasons. */
export function runSection({
  settings,
  counts,
  skipped,
  imagesWithoutMask,
  masksWithoutImage,
}: ReportRun): Html {
  const data = {
    ...counts,
    'files skipped': skipped.length,
    'images without a mask': imagesWithoutMask.length,
    'masks without an image': masksWithoutImage.length,
  };
  return html`<section>
    <h2>What was run</h2>
    <div class="pair">${valueTable('Settings', settings)}${valueTable('Data', data)}</div>
    ${skippedTable(skipped)}${nameList('Images without a mask', imagesWithoutMask)}
    ${nameList('Masks without an image', masksWithoutImage)}
  </section>`;
}

/** Names and values, under a title. */
export function valueTable(title: string, values: ReportRun['settings']): Html {
  const row = ([name, value]: [string, string | number | boolean]): Html =>
    html`<tr>
      <th scope="row">${name}</th>
      <td class="value">${String(value)}</td>
    </tr>`;
  return html`<div class="card">
    <table>
      <caption>
        ${title}
      </caption>
      <tbody>
        ${Object.entries(values).map(row)}
      </tbody>
    </table>
  </div>`;
}

/** The files that were left out, with the reasons; nothing without any. */
export function skippedTable(skipped: readonly SkippedFile[]): Html | string {
  if (skipped.length === 0) return '';
  const row = ({ file, reason }: SkippedFile): Html =>
    html`<tr>
      <th scope="row">${file}</th>
      <td>${reason}</td>
    </tr>`;
  return html`<details open>
    <summary>Files skipped: ${skipped.length}</summary>
    <div class="card">
      <table>
        <thead>
          <tr>
            ${headings(['File', 'Reason'], [])}
          </tr>
        </thead>
        <tbody>
          ${skipped.map(row)}
        </tbody>
      </table>
    </div>
  </details>`;
}

function nameList(title: string, names: readonly string[]): Html | string {
  if (names.length === 0) return '';
  return html`<details>
    <summary>${title}: ${names.length}</summary>
    <ul>
      ${names.map((name) => html`<li>${name}</li>`)}
    </ul>
  </details>`;
}
