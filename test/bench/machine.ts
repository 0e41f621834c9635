import { cpus, release, totalmem, type } from 'node:os';

/** The machine in one line, for the head of a table. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `${model}, ${cpus().length} cores, ${memory} GiB, ${type()} ${release()}, Node ${process.version}, ${date}`;
}
