import { check } from '../core/check';

/** How {@link parseCsv} reads. */
export interface ParseCsvArgs {
  /** Between values. Default: `,`, `;` or tab, whichever comes most often in the first line outside of quotes. */
  separator?: string | undefined;
}

/** One record of a CSV file, its values by the names of the columns. */
export interface CsvRow {
  /** The line of the file where it begins, counted from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Reads a CSV text (RFC 4180): the first line names the columns, values may be in double quotes, and there hold
 * separators, line ends and doubled quotes. Line ends of any kind, a byte order mark and empty lines do not matter;
 * values are kept as they are, spaces and all.
 *
 * @returns the rows, in order
 * @throws RangeError when the separator is not one character
 * @throws Error that names the line: a row of another number of values than columns, a column named twice, a quote
 *   that is never closed or has text beside it; or when there is no first line
 * @example
 * ```ts
 * import { parseCsv } from 'hilum';
 *
 * const [row] = parseCsv('image;finding\r\na.png;"mild; left"\r\n');
 * row?.values; // { image: 'a.png', finding: 'mild; left' }
 * ```
 */
export function parseCsv(text: string, { separator }: ParseCsvArgs = {}): CsvRow[] {
  const body = text.replace(/^\uFEFF/, '');
  const between = separator ?? separatorOf(body);
  check(
    between.length === 1 && !/["\r\n]/.test(between),
    `parseCsv: separator must be one character, got ${JSON.stringify(between)}. Use ',', ';' or a tab.`,
  );
  const [header, ...records] = recordsOf(body, between);
  if (header === undefined) {
    throw new Error('parseCsv: a CSV needs a first line that names its columns, got none. Add one.');
  }
  const columns = header.values;
  const repeated = columns.find((name, i) => columns.indexOf(name) !== i);
  if (repeated !== undefined) {
    throw new Error(`parseCsv: columns must have names of their own, got ${repeated} twice. Rename one.`);
  }
  return records.map(({ line, values }) => {
    if (values.length !== columns.length) {
      throw new Error(
        `parseCsv: each row must have ${columns.length} values, got ${values.length} in line ${line}. ` +
          'Quote values that hold the separator.',
      );
    }
    return { line, values: Object.fromEntries(columns.map((name, i) => [name, values[i]!])) };
  });
}

/** The most frequent of the usual separators in the first line. */
function separatorOf(text: string): string {
  const line = (/[^\r\n]+/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string): number => line.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

interface Fields {
  readonly line: number;
  readonly values: string[];
}

function recordsOf(text: string, separator: string): Fields[] {
  const records: Fields[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const record: Fields = { line, values: [] };
    for (;;) {
      const quoted = text[at] === '"';
      const end = quoted ? endOfQuotes(text, at, line) : endOfPlain(text, at, separator);
      const raw = text.slice(at, end);
      record.values.push(quoted ? raw.slice(1, -1).replaceAll('""', '"') : raw);
      line += raw.match(/\r\n|\r|\n/g)?.length ?? 0;
      at = end;
      if (text[at] !== separator) break;
      at++;
    }
    const lineEnd = /^(\r\n|\r|\n)/.exec(text.slice(at, at + 2))?.[0];
    if (lineEnd === undefined && at < text.length) {
      throw new Error(
        `parseCsv: a quoted value must end with its quote, got text behind it in line ${line}. Double the quotes inside.`,
      );
    }
    at += lineEnd?.length ?? 0;
    line++;
    // A line of nothing is no record of one empty value.
    if (record.values.length > 1 || record.values[0] !== '') records.push(record);
  }
  return records;
}

function endOfPlain(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

function endOfQuotes(text: string, from: number, line: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1;
  }
  throw new Error(
    `parseCsv: a quote must be closed, got none after line ${line}. Add it, or double a quote inside.`,
  );
}
