import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = ['--expose-gc', '--import', 'tsx', fileURLToPath(new URL('long-run.ts', import.meta.url))];

/** What long-run.ts prints: after so many steps, tensors and bytes. */
interface Row {
  steps: number;
  tensors: number;
  wasm: number;
  rss: number;
  heapUsed: number;
}

function run(...args: string[]): Row[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...program, ...args], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

/** How much larger a number is at the end than after the first 50 steps. */
const growth = (rows: readonly Row[], key: 'wasm' | 'rss' | 'heapUsed'): number =>
  rows.at(-1)![key] / rows[0]![key] - 1;

const count = (rows: readonly Row[]): number => new Set(rows.map(({ tensors }) => tensors)).size;

// Seconds on a quiet core; another program may have it.
describe('a run with all that train can do', { timeout: 240_000 }, () => {
  it('holds its tensors constant and its memory within 5 % over 500 steps', () => {
    const rows = run('550');
    expect(rows.at(-1)!.steps - rows[0]!.steps).toBe(500);
    expect(count(rows)).toBe(1);
    for (const key of ['wasm', 'rss', 'heapUsed'] as const) expect(growth(rows, key), key).toBeLessThan(0.05);
  });

  it('would be seen to forget 1 MB a step', () => {
    const rows = run('100', 'leak');
    expect(count(rows)).toBe(2);
    expect(growth(rows, 'wasm')).toBeGreaterThan(0.05);
    expect(growth(rows, 'rss')).toBeGreaterThan(0.05);
  });
});
