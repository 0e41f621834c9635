import type { ClassifierEvaluation } from '../metrics/evaluate-classifier';
import { diagnosisExamples, everyCase, type DiagnosisExample } from './diagnosis-cases';
import { diagnosisCharts } from './diagnosis-charts';
import { diagnosisHeadline } from './diagnosis-headline';
import { callSection, partSection } from './diagnosis-tables';
import { html, type Html } from './html';
import { reportPage } from './report-page';
import { skippedTable, valueTable, type ReportRun, type SkippedFile } from './report-run';
import { writeAtomic } from './write-atomic';

/** What a report of a classifier of two classes tells. Lists may be empty: their part is then left out. */
export interface DiagnosisReport {
  readonly title: string;
  /** One sentence below the title. */
  readonly subtitle?: string | undefined;
  /** What a reader must know before any number: sentences above the scores. Default none. */
  readonly notes?: readonly string[] | undefined;
  /** As `evaluateClassifier` gives it, or JSON of it. */
  readonly evaluation: ClassifierEvaluation;
  /** What the baseline is, such as `'logistic regression on the same features'`. */
  readonly baselineName?: string | undefined;
  /** What was run, in the order of the table: model, baseline, image size, seed, … */
  readonly settings: ReportRun['settings'];
  /** How many of what. Files left out are counted by themselves. */
  readonly counts: ReportRun['counts'];
  /** Pictures of cases: those that `worstCalls` chooses. Others of the same kinds are shown too. */
  readonly examples: readonly DiagnosisExample[];
  /** What the colours of the heat maps mean; default the words for warm colours. */
  readonly examplesNote?: string | undefined;
  /** Files that could not be used, each with its reason. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * One page that tells how well a classifier tells two classes apart: AUC, sensitivity and specificity in large numbers
 * with their intervals and in words, the ROC curve with its band, calibration, confusion matrix and scikit-learn's report,
 * other thresholds, scores by source and fold, the test against the baseline, the worst cases with pictures and heat
 * maps, every case, what was run, and what the numbers do not say.
 *
 * The page needs nothing but itself and runs no script, as `reportHtml`. It holds the names and pictures of cases: give it
 * to nobody who may not see them.
 *
 * @returns a complete HTML document; every text of the report is escaped in it
 * @example
 * ```ts
 * import { evaluateClassifier } from 'hilum';
 * import { diagnosisHtml } from 'hilum/node';
 *
 * const cases = [0.2, 0.7, 0.4, 0.9].map((probability, i) => ({ name: `${i}.png`, label: i >> 1, probability }));
 * const page = diagnosisHtml({
 *   title: 'Tuberculosis',
 *   evaluation: evaluateClassifier(cases, { classNames: ['normal', 'tuberculosis'] }),
 *   settings: { model: 'a guess' },
 *   counts: {},
 *   examples: [],
 *   skipped: [],
 * });
 * console.log(page.startsWith('<!doctype html>')); // true
 * ```
 */
export function diagnosisHtml(report: DiagnosisReport): string {
  const { title, subtitle, notes = [], evaluation, baselineName, examples, examplesNote } = report;
  const sections = [
    diagnosisCharts(evaluation, baselineName),
    callSection(evaluation),
    partSection(evaluation),
    diagnosisExamples(evaluation, examples, examplesNote),
    runSection(report),
    everyCase(evaluation),
    limits(),
  ];
  return reportPage({ title, subtitle, headline: diagnosisHeadline(evaluation, notes), sections });
}

function runSection({ settings, counts, skipped }: DiagnosisReport): Html {
  const data = { ...counts, 'files skipped': skipped.length };
  return html`<section>
    <h2>What was run</h2>
    <div class="pair">${valueTable('Settings', settings)}${valueTable('Data', data)}</div>
    ${skippedTable(skipped)}
  </section>`;
}

function limits(): Html {
  return html`<section>
    <h2>What these numbers do not say</h2>
    <ul class="plain">
      <li>This is no medical device, and nobody must be diagnosed or treated by it.</li>
      <li>
        They are the scores of this collection. Other scanners, other patients, another share of the ill and
        other diseases that look alike give other numbers, usually lower ones.
      </li>
      <li>
        Intervals tell what chance in drawing these patients does. They tell nothing about another hospital,
        nor how much another training of the same model would change.
      </li>
      <li>The truth is what the collection says: its labels have errors of their own.</li>
    </ul>
  </section>`;
}

/**
 * Writes {@link diagnosisHtml} to a file, and beside it, with `.json` instead of `.html`, the same without pictures as
 * JSON: title, notes, settings, counts, skipped files, and the whole evaluation. Each is written whole or not at all;
 * folders that are missing are made.
 *
 * @param path of the HTML file
 * @throws (rejects) Error that names the file when it cannot be written
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { evaluateClassifier } from 'hilum';
 * import { writeDiagnosisReport } from 'hilum/node';
 *
 * const cases = [0.2, 0.7, 0.4, 0.9].map((probability, i) => ({ name: `${i}.png`, label: i >> 1, probability }));
 * await writeDiagnosisReport(join(tmpdir(), 'hilum-diagnosis.html'), {
 *   title: 'Tuberculosis',
 *   evaluation: evaluateClassifier(cases),
 *   settings: {},
 *   counts: {},
 *   examples: [],
 *   skipped: [],
 * });
 * ```
 */
export async function writeDiagnosisReport(path: string, report: DiagnosisReport): Promise<void> {
  const { title, subtitle, notes = [], baselineName, settings, counts, skipped, evaluation } = report;
  const data = { title, subtitle, notes, baselineName, settings, counts, skipped, evaluation };
  const page = diagnosisHtml(report);
  const json = `${path.replace(/\.html?$/i, '')}.json`;
  await writeAtomic('writeDiagnosisReport', json, `${JSON.stringify(data, null, 1)}\n`);
  await writeAtomic('writeDiagnosisReport', path, page);
}
