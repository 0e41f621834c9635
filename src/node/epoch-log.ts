import { readFile } from 'node:fs/promises';
import { csvLine } from '../core/csv';
import { parseCsv } from '../data/csv';
import type { EpochEnd, TrainCallback } from '../training/events';
import { codeOf, fileError } from './file-error';
import { writeAtomic } from './write-atomic';

/** A line of a log: the epoch, counted from 1, the values of that epoch by name, and its wall time. */
export type EpochRow = Readonly<Record<string, number>>;

/**
 * Writes a row an epoch as comma-separated values: `epoch`, `loss`, the metrics, `val_…`, `learningRate`, `seconds`.
 * The file is whole at any time. A run that goes on from a checkpoint keeps the rows of the epochs it does not
 * repeat; a new run begins a new file.
 *
 * @returns a callback of `train`, which rejects with an error that names the file when it cannot be written
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { csvLog } from 'hilum/node';
 *
 * const callbacks = [csvLog(join(tmpdir(), 'hilum-run.csv'))]; // train(model, { …, callbacks })
 * ```
 */
export function csvLog(path: string): TrainCallback {
  return epochLog('csvLog', path, { encode: csvText, decode: csvRows });
}

/**
 * Writes a row an epoch as a line of JSON, with the fields of {@link csvLog}; NaN and infinities become null, since
 * JSON has neither. The file is whole at any time. A run that goes on from a checkpoint keeps the rows of the epochs
 * it does not repeat; a new run begins a new file.
 *
 * @returns a callback of `train`, which rejects with an error that names the file when it cannot be written
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { jsonLinesLog } from 'hilum/node';
 *
 * const callbacks = [jsonLinesLog(join(tmpdir(), 'hilum-run.jsonl'))]; // train(model, { …, callbacks })
 * ```
 */
export function jsonLinesLog(path: string): TrainCallback {
  return epochLog('jsonLinesLog', path, {
    encode: (rows) => textOf(rows.map((row) => JSON.stringify(row))),
    decode: (text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as EpochRow),
  });
}

/** How rows become the text of a file, and back. */
interface Format {
  readonly encode: (rows: readonly EpochRow[]) => string;
  readonly decode: (text: string) => EpochRow[];
}

function epochLog(caller: string, path: string, { encode, decode }: Format): TrainCallback {
  let rows: EpochRow[] | undefined;
  return {
    async onEpochBegin({ epoch }) {
      rows ??= epoch === 0 ? [] : (await readRows(caller, path, decode)).filter((row) => row.epoch! <= epoch);
    },
    async onEpochEnd({ epoch, logs, seconds }: EpochEnd) {
      rows = [...(rows ?? []), { epoch: epoch + 1, ...logs, seconds }];
      await writeAtomic(caller, path, encode(rows));
    },
  };
}

async function readRows(caller: string, path: string, decode: Format['decode']): Promise<EpochRow[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return '';
    throw fileError(caller, 'read', path, cause);
  });
  try {
    return text === '' ? [] : decode(text);
  } catch (cause) {
    throw new Error(`${caller}: ${path} must be a log to go on with, got other text. Choose another path.`, {
      cause,
    });
  }
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function csvText(rows: readonly EpochRow[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return textOf([csvLine(keys), ...rows.map((row) => csvLine(keys.map((key) => row[key] ?? '')))]);
}

function csvRows(text: string): EpochRow[] {
  return parseCsv(text, { separator: ',' }).map(({ values }) => {
    const known = Object.entries(values).filter(([, cell]) => cell !== '');
    return Object.fromEntries(known.map(([key, cell]) => [key, Number(cell)]));
  });
}
