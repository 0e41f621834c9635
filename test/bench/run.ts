/**
 * The benchmark: `npm run bench`. Each answer is checked before it is timed.
 *
 *   --list         the names of the rows
 *   --row NAME     that row alone (may be given more than once)
 *   --quick        three rounds instead of each row's own number
 *   --growth       time and memory over sizes and batches instead
 *   --kernels      single kernels beside the stock ones instead
 *   --write        puts the table into docs/performance.md
 *
 * The table goes to standard output; while it is made, each result is told in a line on standard error.
 * HILUM_BENCH_CORE names the core (default: the last), HILUM_BENCH_PYTHON the Python that has torch.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { growthTable } from './growth';
import { kernelTable } from './kernels';
import { machine } from './machine';
import { measure, type Result } from './measure';
import { rows } from './rows';
import { resultLine, resultTable } from './table';

const { values: options } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    kernels: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const tables = {
  rows: rowTable,
  growth: () => growthTable((line) => console.error(line)),
  kernels: kernelTable,
};

if (options.list) {
  for (const { name, title } of rows) console.log(`${name.padEnd(30)}${title}`);
} else {
  await tf.setBackend('cpu');
  const section = options.growth ? 'growth' : options.kernels ? 'kernels' : 'rows';
  const table = await tables[section]();
  const text = `${machine()}\n\n${table}`;
  console.log(text);
  if (options.write) writeBetweenMarkers(section, text);
}

async function rowTable(): Promise<string> {
  const unknown = options.row.filter((name) => !rows.some((row) => row.name === name));
  if (unknown.length > 0) throw new Error(`bench: no row named ${unknown.join(', ')}. See --list.`);
  const chosen = options.row.length > 0 ? rows.filter(({ name }) => options.row.includes(name)) : rows;
  const results: Result[] = [];
  for (const row of chosen) {
    const measured = await measure(row, options.quick ? Math.min(3, row.rounds) : row.rounds);
    results.push(...measured);
    console.error(measured.map(resultLine).join('\n'));
  }
  return resultTable(results);
}

function writeBetweenMarkers(section: string, text: string): void {
  const file = new URL('../../docs/performance.md', import.meta.url);
  const [start, end] = [`<!-- bench:${section} -->`, `<!-- /bench:${section} -->`];
  const old = readFileSync(file, 'utf8');
  const from = old.indexOf(start);
  const to = old.indexOf(end);
  if (from < 0 || to < from) throw new Error(`bench: docs/performance.md must hold ${start} and ${end}.`);
  writeFileSync(file, `${old.slice(0, from)}${start}\n\n${text}\n\n${old.slice(to)}`);
}
