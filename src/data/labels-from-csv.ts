import { parseCsv, type ParseCsvArgs } from './csv';
import { stemOf } from './naming';

/** Which columns {@link labelsFromCsv} reads. */
export interface LabelsFromCsvArgs extends ParseCsvArgs {
  /** The column of the file names. */
  name: string;
  /** The column of the labels. */
  label: string;
}

/**
 * Labels from a CSV: a function from a path to its label, for `stratify`, `classOf` and `describeDataset`. Files are
 * found by their names without folders and extension ({@link stemOf}), so `a.png`, `a` and `x/a.jpg` are one.
 *
 * @returns the label of a path as it is written, without spaces around it; undefined where the CSV has none
 * @throws Error when there is no such column, a name comes twice with two labels (the lines are named), or the text
 *   is no CSV ({@link parseCsv})
 * @example
 * ```ts
 * import { labelsFromCsv } from 'hilum';
 *
 * const labelOf = labelsFromCsv('file,finding\na.png,normal\nb.png,nodule\n', { name: 'file', label: 'finding' });
 * labelOf('images/b.png'); // 'nodule'
 * ```
 */
export function labelsFromCsv(
  text: string,
  { name, label, ...args }: LabelsFromCsvArgs,
): (path: string) => string | undefined {
  const labels = new Map<string, { line: number; label: string }>();
  for (const { line, values } of parseCsv(text, args)) {
    for (const column of [name, label]) {
      if (!Object.hasOwn(values, column)) {
        throw new Error(
          `labelsFromCsv: the CSV must have a column ${column}, got ${Object.keys(values).join(', ')}. Name one of these.`,
        );
      }
    }
    const key = stemOf(values[name]!.trim());
    const found = values[label]!.trim();
    const known = labels.get(key);
    if (known && known.label !== found) {
      throw new Error(
        `labelsFromCsv: a name must have one label, got ${known.label} and ${found} for ${key} ` +
          `(lines ${known.line} and ${line}). Remove one.`,
      );
    }
    if (found !== '') labels.set(key, { line, label: found });
  }
  return (path) => labels.get(stemOf(path))?.label;
}
