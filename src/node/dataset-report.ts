import { basename } from 'node:path';
import { encodePng } from '../codecs/encode-png';
import { byKind, summaryRows } from '../data/dataset-table';
import type { DatasetProblem } from '../data/dataset-problems';
import type { DatasetDescription } from '../data/describe-dataset';
import type { DatasetPicture } from './dataset-pictures';
import { Html, html } from './html';
import { labelSection } from './dataset-labels';
import { reportPage } from './report-page';
import { headings } from './report-table';
import { writeAtomic } from './write-atomic';

/** What a page about a dataset shows. */
export interface DatasetReport {
  readonly title: string;
  /** One sentence below the title. */
  readonly subtitle?: string | undefined;
  readonly description: DatasetDescription;
  /** As {@link readPictures} gives them; default none. */
  readonly pictures?: readonly DatasetPicture[] | undefined;
}

/** Rows shown of each kind of problem; the others are counted. */
const most = 200;

/**
 * One page that describes a dataset: counts in large numbers, problems with the errors first and pictures of the images
 * they are about, what is in it, labels by source and their intensities, and a contact sheet by label. It needs nothing but itself and runs no script, as `reportHtml`.
 *
 * @returns a complete HTML document; every text is escaped in it
 * @example
 * ```ts
 * import { chestPhantom, describeDataset } from 'hilum';
 * import { datasetHtml } from 'hilum/node';
 *
 * const description = await describeDataset([chestPhantom({ seed: 1, size: 64 })]);
 * const page = datasetHtml({ title: 'Phantoms', description });
 * console.log(page.startsWith('<!doctype html>')); // true
 * ```
 */
export function datasetHtml({ title, subtitle, description, pictures = [] }: DatasetReport): string {
  const sections = [
    problemSection(description, pictures),
    contents(description),
    labelSection(description),
    sheetSection(pictures, description),
  ];
  return reportPage({ title, subtitle, headline: cards(description), sections });
}

/**
 * Writes {@link datasetHtml} to a file, whole or not at all. Folders that are missing are made.
 *
 * @param path of the HTML file
 * @throws (rejects) Error that names the file when it cannot be written
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom, describeDataset } from 'hilum';
 * import { writeDatasetReport } from 'hilum/node';
 *
 * const description = await describeDataset([chestPhantom({ seed: 1, size: 64 })]);
 * await writeDatasetReport(join(tmpdir(), 'hilum-dataset.html'), { title: 'Phantoms', description });
 * ```
 */
export async function writeDatasetReport(path: string, report: DatasetReport): Promise<void> {
  await writeAtomic('writeDatasetReport', path, datasetHtml(report));
}

function cards({ images, masks, problems, errors }: DatasetDescription): Html {
  const numbers: [string, number][] = [
    ['images', images],
    ['masks', masks],
    ['errors', errors],
    ['warnings', problems.length - errors],
  ];
  return html`<dl class="cards">
    ${numbers.map(
      ([name, value]) =>
        html`<div class="card">
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function problemSection({ problems }: DatasetDescription, pictures: readonly DatasetPicture[]): Html {
  if (problems.length === 0) {
    return html`<section>
      <h2>Problems</h2>
      <p>None was found.</p>
    </section>`;
  }
  const kinds = byKind(problems).map(({ severity, kind, problems: list }) => {
    const names = new Set(list.flatMap((problem) => problem.names));
    const shown = pictures.filter(({ name }) => names.has(name)).slice(0, 12);
    const rest = list.length > most ? html`<p class="quiet">and ${list.length - most} more</p>` : '';
    return html`<h3>${severity === 'error' ? 'Error' : 'Warning'}: ${kind} (${list.length})</h3>
      ${sheet(shown)}
      <details ${new Html(severity === 'error' ? 'open' : '')}>
        <summary>Names and reasons</summary>
        <div class="card">
          <table>
            <thead>
              <tr>
                ${headings(['Files', 'Reason'], [])}
              </tr>
            </thead>
            <tbody>
              ${list.slice(0, most).map(problemRow)}
            </tbody>
          </table>
          ${rest}
        </div>
      </details>`;
  });
  return html`<section>
    <h2>Problems</h2>
    ${kinds}
  </section>`;
}

function problemRow({ names, message }: DatasetProblem): Html {
  return html`<tr>
    <th scope="row">${names.map((name) => html`<div>${name}</div>`)}</th>
    <td>${message}</td>
  </tr>`;
}

function contents(description: DatasetDescription): Html {
  const rows = summaryRows(description).map(
    ([name, value]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${value}</td>
      </tr>`,
  );
  return html`<section>
    <h2>What is in it</h2>
    <div class="card">
      <table>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function sheetSection(
  pictures: readonly DatasetPicture[],
  { labels, masks, rows }: DatasetDescription,
): Html | string {
  if (pictures.length === 0) return '';
  const labelOf = new Map(rows.map((row) => [row.name, row.label ?? 'unknown']));
  const names = Object.keys(labels);
  const byLabel = names.map((name) => {
    const own = pictures.filter((picture) => labelOf.get(picture.name) === name);
    return own.length === 0
      ? ''
      : html`<h3>Label ${name}</h3>
          ${sheet(own)}`;
  });
  return html`<section>
    <h2>Contact sheet</h2>
    ${masks > 0 ? html`<p class="quiet">Masks are tinted blue.</p>` : ''}
    ${names.length > 1 ? byLabel : sheet(pictures)}
  </section>`;
}

function sheet(pictures: readonly DatasetPicture[]): Html | string {
  if (pictures.length === 0) return '';
  return html`<div class="sheet">${pictures.map(figure)}</div>`;
}

function figure({ name, image }: DatasetPicture): Html {
  const png = Buffer.from(encodePng(image)).toString('base64');
  return html`<figure>
    <img src="data:image/png;base64,${png}" width="${image.width}" height="${image.height}" alt="${name}" />
    <figcaption>${basename(name)}</figcaption>
  </figure>`;
}
