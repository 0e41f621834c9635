import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, root } from './source-files';

/**
 * Makes sure that dist/ holds the build of the sources as they are. `npm test` has just built it, so this costs
 * nothing there; a single test run by hand builds when dist is missing or older than a source.
 */
export async function buildIfStale(): Promise<void> {
  const lock = join(root, 'node_modules/.cache/hilum-build.lock');
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  // Two test files may ask at once, from two workers; mkdir succeeds for one of them.
  while (isStale()) {
    try {
      mkdirSync(lock);
    } catch {
      // A build takes seconds: a lock that is minutes old was left behind by a run that was killed.
      if (Date.now() - modified(lock) > 180_000) rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 250));
      continue;
    }
    try {
      execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'pipe', encoding: 'utf8' });
      if (isStale()) return; // A source changed while it was built; the next run will see it.
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

/** The last file a build writes: declarations come after the code. */
const outputs = ['js', 'cjs', 'd.ts', 'd.cts'].map((extension) => `dist/index.${extension}`);

function isStale(): boolean {
  const inputs = ['package.json', 'tsup.config.ts', 'tsconfig.json', ...listFiles('src', '.ts')];
  const newest = Math.max(...inputs.map((path) => modified(join(root, path))));
  return outputs.some((path) => modified(join(root, path)) < newest);
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
