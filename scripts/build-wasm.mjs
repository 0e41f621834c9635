/**
 * Compiles assembly/ to src/wasm/kernels.generated.ts: `npm run build:wasm`.
 * `node scripts/build-wasm.mjs --check` compiles and compares instead, and exits 1 when the committed file is stale.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'src/wasm/kernels.generated.ts');

/** Compiles the module with the given WebAssembly features on top of SIMD. */
async function compile(features) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      ...['assembly/index.ts', '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
      ...[
        '--importMemory',
        '--initialMemory',
        '0',
        '--enable',
        ['simd', 'bulk-memory', ...features].join(','),
      ],
    ],
    {
      readFile: (name, base) => readFile(join(base === '.' ? root : base, name), 'utf8').catch(() => null),
      writeFile: (_, contents) => void (binary = contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  checkModule(binary);
  return binary;
}

/** The module lives in a memory that is not its own: it may import that memory alone, and bring no data. */
function checkModule(binary) {
  // Node 20 cannot compile relaxed SIMD; both builds have the same sources, hence the same imports.
  const module = WebAssembly.validate(binary) ? new WebAssembly.Module(binary) : null;
  const imports = (module ? WebAssembly.Module.imports(module) : [{ module: 'env', name: 'memory' }]).map(
    ({ module: from, name }) => `${from}.${name}`,
  );
  if (imports.join() !== 'env.memory') throw new Error(`imports must be env.memory alone, got ${imports}.`);
  const dataSection = 11;
  for (let at = 8; at < binary.length;) {
    const section = binary[at++];
    let size = 0;
    for (let shift = 0, byte = 128; byte & 128; shift += 7) size |= ((byte = binary[at++]) & 127) << shift;
    if (section === dataSection) throw new Error('the module must hold no data segment, but it does.');
    at += size;
  }
}

/** The exported functions with the names of their parameters, read from the sources: all are numbers. */
async function signatures(binary) {
  const files = (await readdir(join(root, 'assembly'))).filter((name) => name.endsWith('.ts')).sort();
  const sources = await Promise.all(files.map((name) => readFile(join(root, 'assembly', name), 'utf8')));
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(binary))
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name)
    .sort();
  return exported.map((name) => {
    const head = sources
      .map((text) => new RegExp(`export function ${name}\\(([^)]*)\\): (\\w+)`).exec(text))
      .find(Boolean);
    if (!head) throw new Error(`no source found for the exported function ${name}.`);
    const parameters = [...head[1].matchAll(/(\w+): \w+/g)].map(([, parameter]) => `${parameter}: number`);
    return `  ${name}(${parameters.join(', ')}): ${head[2] === 'void' ? 'void' : 'number'};`;
  });
}

const simd = await compile([]);
const relaxed = await compile(['relaxed-simd']);
const text = `// Made from assembly/ by scripts/build-wasm.mjs (npm run build:wasm). Do not edit.

/** The functions of the module; addresses are bytes in the memory of the WASM backend. */
export interface KernelExports {
${(await signatures(simd)).join('\n')}
}

/** The build for every engine with SIMD, in base64. */
export const simdModule =
  '${Buffer.from(simd).toString('base64')}';

/** The build that multiplies and adds in one instruction (relaxed SIMD), in base64. */
export const relaxedSimdModule =
  '${Buffer.from(relaxed).toString('base64')}';
`;

if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    console.error('src/wasm/kernels.generated.ts is stale. Run `npm run build:wasm` and commit it.');
    process.exit(1);
  }
} else {
  await writeFile(target, text);
  console.log(`kernels.generated.ts: ${simd.length} bytes of SIMD, ${relaxed.length} bytes of relaxed SIMD`);
}
