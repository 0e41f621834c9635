import { exampleSection, type ReportExample } from './report-examples';
import { historySection, type ReportHistory } from './report-history';
import { reportPage } from './report-page';
import { runSection, type SkippedFile } from './report-run';
import { headline, scoreSection } from './report-scores';
import type { ImageScore } from './report-summary';
import { writeAtomic } from './write-atomic';

/** What a report of a segmentation run tells. Lists may be empty: their part is then left out. */
export interface SegmentationReport {
  readonly title: string;
  /** One sentence below the title. */
  readonly subtitle?: string | undefined;
  /** What was run, in the order of the table: model, image size, seed, … */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** How many of what: images, masks, pairs, and the sizes of the parts. Files left out are counted by themselves. */
  readonly counts: Readonly<Record<string, number>>;
  /** As `train` returns it: a value an epoch, the validation's with `val_` before its name. */
  readonly history: ReportHistory;
  /** Of the held-out part. */
  readonly scores: readonly ImageScore[];
  /** Overlays, of which the 12 worst and the 12 best by Dice are shown: those that `bestAndWorst` chooses. */
  readonly examples: readonly ReportExample[];
  /** What the colours of the overlays mean; default the words for those of `overlay` with `truth`. */
  readonly examplesNote?: string | undefined;
  /** Files that could not be used, each with its reason. */
  readonly skipped: readonly SkippedFile[];
  readonly imagesWithoutMask: readonly string[];
  readonly masksWithoutImage: readonly string[];
}

/**
 * One page that tells a run: the scores of the held-out part in large numbers, by source and image by image, the
 * curves of the training, the best and the worst overlays, the settings, and the files that were left out.
 *
 * The page needs nothing but itself: charts are inline SVG and overlays are PNG data, shrunk to 512 pixels. It
 * runs no script, follows the light or dark setting of its reader, and can be printed. The same report gives the
 * same text.
 *
 * @returns a complete HTML document; every text of the report is escaped in it
 *
 * @example
 * ```ts
 * import { reportHtml } from 'hilum/node';
 *
 * const page = reportHtml({
 *   title: 'Lungs',
 *   settings: { model: 'unet', seed: 1 },
 *   counts: { pairs: 10 },
 *   history: { loss: [0.8, 0.4], val_loss: [0.7, 0.5] },
 *   scores: [{ name: 'a.png', dice: 0.96, iou: 0.92 }],
 *   examples: [],
 *   skipped: [],
 *   imagesWithoutMask: ['b.png'],
 *   masksWithoutImage: [],
 * });
 * console.log(page.startsWith('<!doctype html>')); // true
 * ```
 */
export function reportHtml(report: SegmentationReport): string {
  const { title, subtitle, history, scores, examples, examplesNote } = report;
  const sections = [
    scoreSection(scores),
    historySection(history),
    exampleSection(examples, examplesNote),
    runSection(report),
  ];
  return reportPage({ title, subtitle, headline: headline(scores), sections });
}

/**
 * Writes {@link reportHtml} to a file, whole or not at all: it is written beside and then renamed. Folders that
 * are missing are made.
 *
 * @param path of the HTML file
 * @throws (rejects) Error that names the file when it cannot be written
 *
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { writeReport } from 'hilum/node';
 *
 * await writeReport(join(tmpdir(), 'hilum-report.html'), {
 *   title: 'Lungs',
 *   settings: { model: 'unet' },
 *   counts: { pairs: 0 },
 *   history: {},
 *   scores: [],
 *   examples: [],
 *   skipped: [{ file: 'a.png', reason: 'the file is empty' }],
 *   imagesWithoutMask: [],
 *   masksWithoutImage: [],
 * });
 * ```
 */
export async function writeReport(path: string, report: SegmentationReport): Promise<void> {
  await writeAtomic('writeReport', path, reportHtml(report));
}
