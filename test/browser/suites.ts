import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What runs a suite once on each backend: test/backends.ts, and what calls that. */
const runners = /\b(onEachBackend|testModel|testBlock|testLoss|testAgainstPyTorch)\(/;

/** The test files whose suites run on each backend. Others compute no tensors, or say on which backend they do. */
export function suitesOfBackends(): string[] {
  return ['layers', 'losses', 'metrics', 'models']
    .flatMap((room) =>
      readdirSync(`${root}test/${room}`, { recursive: true }).map(
        (file) => `test/${room}/${file.toString().replaceAll('\\', '/')}`,
      ),
    )
    .filter((file) => file.endsWith('.test.ts') && runners.test(readFileSync(`${root}${file}`, 'utf8')))
    .sort();
}
