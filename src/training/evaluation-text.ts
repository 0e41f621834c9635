import { csvLine } from '../core/csv';
import type { Evaluation, EvaluationSummary, NamedScore } from './evaluation';

/**
 * An evaluation as CSV, a line for each row: name, class (where there are several), the scores, the unit of distances,
 * and the counts, from which rows can be pooled anew. A name that a spreadsheet would run as a formula gets an
 * apostrophe in front.
 *
 * @returns lines that end in `\n`, the names of the columns first
 * @example
 * ```ts
 * import { batches, chestPhantom, evaluate, evaluationCsv, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const dataset = batches({ items: [1, 2], load: (seed) => chestPhantom({ seed, size: 32 }) });
 * console.log(evaluationCsv(await evaluate(model, dataset))); // name,dice,iou,precision,recall,hd95,assd,unit,tp,…
 * ```
 */
export function evaluationCsv({ unit, columns, rows, classes }: Evaluation): string {
  const several = Object.keys(classes).length > 1;
  const names = Object.keys(columns);
  const head = ['name', ...(several ? ['class'] : []), ...names, 'unit', 'tp', 'fp', 'fn', 'tn'];
  const lines = rows.map(({ name, className, scores, counts: { tp, fp, fn, tn } }) => [
    name,
    ...(several ? [className] : []),
    ...names.map((column) => scores[column]!),
    unit,
    ...[tp, fp, fn, tn],
  ]);
  return [head, ...lines].map((cells) => `${csvLine(cells)}\n`).join('');
}

/**
 * The statistics of an evaluation as text: for each class, and for all of them together, a line for each column with
 * mean, median, standard deviation and the worst by name; the scores of the pooled counts; and what has no finite
 * score, which no number is taken of.
 *
 * @returns lines without colours, the last without an end
 * @example
 * ```ts
 * import { batches, chestPhantom, evaluate, evaluationTable, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const dataset = batches({ items: [1, 2], load: (seed) => chestPhantom({ seed, size: 32 }) });
 * console.log(evaluationTable(await evaluate(model, dataset)));
 * ```
 */
export function evaluationTable({ unit, rows, summary, classes }: Evaluation): string {
  const images = new Set(rows.map(({ name }) => name)).size;
  const title = `${images} ${images === 1 ? 'image' : 'images'}, distances in ${unit === 'px' ? 'pixels' : 'mm'}`;
  const parts = Object.entries(classes);
  const several = parts.length > 1;
  const blocks = several
    ? [
        ...parts.map(([name, part]) => [printable(name), ...linesOf(part, false)]),
        ['all classes', ...linesOf(summary, true)],
      ]
    : [linesOf(summary, false)];
  return [title, ...blocks.map((lines) => lines.join('\n'))].join('\n\n');
}

function linesOf({ scores, pooled }: EvaluationSummary, withClass: boolean): string[] {
  const called = (list: readonly NamedScore[], show: (score: number) => string): string =>
    list
      .map(
        ({ name, className, score }) =>
          `${printable(name)}${withClass ? `, ${printable(className)}` : ''} (${show(score)})`,
      )
      .join('; ');
  const lines = Object.entries(scores).map(([column, { count, mean, median, deviation, worst }]) => [
    column,
    String(count),
    ...[mean, median, deviation].map(digits),
    called(worst, digits),
  ]);
  const left = Object.entries(scores)
    .filter(([, { leftOut }]) => leftOut.length > 0)
    .map(([column, { leftOut }]) => {
      const more = leftOut.length > 3 ? `; and ${leftOut.length - 3} more` : '';
      return `without a finite ${column}, left out: ${called(leftOut.slice(0, 3), String)}${more}`;
    });
  const together = Object.entries(pooled).map(([column, score]) => `${column} ${digits(score)}`);
  return [
    ...aligned([['', 'n', 'mean', 'median', 'sd', 'worst'], ...lines]),
    `all pixels together: ${together.join(', ')}`,
    ...left,
  ];
}

/** Columns of one width: the first and the last to the left, numbers to the right. */
function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)));
  return lines.map((cells) =>
    cells
      .map((cell, i) =>
        i === 0 || i === cells.length - 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

function digits(score: number): string {
  return Number.isNaN(score) ? '–' : Number.isFinite(score) ? score.toFixed(4) : String(score);
}

/** Names of files may hold line ends, and commands for a terminal. */
function printable(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, '\uFFFD');
}
