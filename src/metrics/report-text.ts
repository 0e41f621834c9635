/** Precision, recall and F1 of a class, or an average of several. */
export interface ReportRow {
  /** Of what was called so, the share that is: tp / (tp + fp). */
  readonly precision: number;
  /** Of what is so, the share that was called so: tp / (tp + fn). */
  readonly recall: number;
  /** Their harmonic mean 2·precision·recall / (precision + recall). */
  readonly f1: number;
  /** How many cases of it the truth holds. */
  readonly support: number;
}

/** The row of a class. */
export interface ClassRow extends ReportRow {
  readonly label: number;
  readonly name: string;
}

/** What {@link formatReport} prints. */
export interface FormatReportArgs {
  readonly classes: readonly ClassRow[];
  readonly micro: ReportRow;
  readonly macro: ReportRow;
  readonly weighted: ReportRow;
  readonly digits: number;
  /** Whether the classes are those that occur, so that the micro average is the accuracy. */
  readonly complete: boolean;
  /** Decimals of the support. */
  readonly supportDigits: number;
}

/** The table of a classification report, to the character that of scikit-learn. */
export function formatReport({
  classes,
  micro,
  macro,
  weighted,
  digits,
  complete,
  supportDigits,
}: FormatReportArgs): string {
  const names = classes.map(({ name }) => lengthOf(name));
  const width = names.reduce((a, b) => Math.max(a, b), Math.max('weighted avg'.length, digits));
  const line = (name: string, cells: readonly string[]): string =>
    `${' '.repeat(width - lengthOf(name))}${name} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}\n`;
  const row = (name: string, { precision, recall, f1, support }: ReportRow): string =>
    line(name, [
      ...[precision, recall, f1].map((value) => roundHalfEven(value, digits)),
      support.toFixed(supportDigits),
    ]);
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '\n',
    ...classes.map((values) => row(values.name, values)),
    '\n',
    complete
      ? line('accuracy', ['', '', roundHalfEven(micro.f1, digits), micro.support.toFixed(supportDigits)])
      : row('micro avg', micro),
    row('macro avg', macro),
    row('weighted avg', weighted),
  ].join('');
}

/** In code points, as Python counts. */
const lengthOf = (text: string): number => Array.from(text).length;

/** As Python formats: an exact half goes to the even digit, where `toFixed` goes up. */
export function roundHalfEven(value: number, digits: number): string {
  const up = value.toFixed(digits);
  // A binary fraction lies exactly halfway only if it ends in the digit of 2^-(digits + 1).
  const half = Math.abs(value * 2 ** (digits + 1)) % 2 === 1;
  return half && Number(up.at(-1)) % 2 === 1 ? (value * (1 - Number.EPSILON)).toFixed(digits) : up;
}
