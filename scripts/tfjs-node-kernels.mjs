/**
 * Writes test/backends/tfjs-node-kernels.json: the kernels of tfjs-node, which is no dependency of ours, as its install
 * downloads a native library. Fetches the package alone and reads its files, without running any of them:
 *
 *   node scripts/tfjs-node-kernels.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';

const name = '@tensorflow/tfjs-node@4.22.0';
const folder = mkdtempSync(join(tmpdir(), 'tfjs-node-'));
try {
  execFileSync('npm', ['pack', name, '--silent', '--pack-destination', folder], { stdio: 'ignore' });
  execFileSync('tar', ['xzf', join(folder, 'tensorflow-tfjs-node-4.22.0.tgz'), '-C', folder]);
  const read = (file) => readFileSync(join(folder, 'package/dist', `${file}.js`), 'utf8');
  const files = [...read('register_all_kernels').matchAll(/require\("\.\/(kernels\/\w+)"\)/g)].map(
    ([, file]) => file,
  );
  const kernels = files.flatMap((file) => {
    const names = [...read(file).matchAll(/kernelName: (?:\w+\.)?(?:(\w+)|['"](\w+)['"])/g)];
    if (names.length === 0) throw new Error(`no kernelName found in ${file}.js`);
    // A name is that of a constant of tfjs, whose value is the kernel's.
    return names.map(([, constant, literal]) => literal ?? tf[constant] ?? fail(constant));
  });
  const target = fileURLToPath(new URL('../test/backends/tfjs-node-kernels.json', import.meta.url));
  const made = `scripts/tfjs-node-kernels.mjs, from the files of ${name}`;
  writeFileSync(target, `${JSON.stringify({ made, kernels: [...new Set(kernels)].sort() }, null, 2)}\n`);
  console.log(`${kernels.length} kernels in ${target}`);
} finally {
  rmSync(folder, { recursive: true });
}

function fail(constant) {
  throw new Error(`tfjs-core exports no ${constant}`);
}
