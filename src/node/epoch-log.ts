import { readFile } from 'node:fs/promises';
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
  return epochLog('csvLog', path, { encode: csvLines, decode: csvRows });
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
    encode: (rows) => rows.map((row) => JSON.stringify(row)),
    decode: (lines) => lines.map((line) => JSON.parse(line) as EpochRow),
  });
}

/** How rows become the lines of a file, and back. */
interface Format {
  readonly encode: (rows: readonly EpochRow[]) => string[];
  readonly decode: (lines: string[]) => EpochRow[];
}

function epochLog(caller: string, path: string, { encode, decode }: Format): TrainCallback {
  let rows: EpochRow[] | undefined;
  return {
    async onEpochBegin({ epoch }) {
      rows ??= epoch === 0 ? [] : (await readRows(caller, path, decode)).filter((row) => row.epoch! <= epoch);
    },
    async onEpochEnd({ epoch, logs, seconds }: EpochEnd) {
      rows = [...(rows ?? []), { epoch: epoch + 1, ...logs, seconds }];
      await writeAtomic(caller, path, `${encode(rows).join('\n')}\n`);
    },
  };
}

async function readRows(caller: string, path: string, decode: Format['decode']): Promise<EpochRow[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return '';
    throw fileError(caller, 'read', path, cause);
  });
  try {
    return decode(text.split('\n').filter((line) => line !== ''));
  } catch (cause) {
    throw new Error(`${caller}: ${path} must be a log to go on with, got other text. Choose another path.`, {
      cause,
    });
  }
}

function keysOf(rows: readonly EpochRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function csvLines(rows: readonly EpochRow[]): string[] {
  const keys = keysOf(rows);
  return [keys.join(), ...rows.map((row) => keys.map((key) => `${row[key] ?? ''}`).join())];
}

function csvRows([head = '', ...lines]: readonly string[]): EpochRow[] {
  const keys = head.split(',');
  return lines.map((line) => {
    const row: Record<string, number> = {};
    line.split(',').forEach((cell, i) => {
      if (cell !== '') row[keys[i]!] = Number(cell);
    });
    return row;
  });
}
