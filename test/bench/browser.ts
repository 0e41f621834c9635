/**
 * What backends do in Chromium, one beside the other: `npm run bench:browser`. Each answer is checked before its time
 * counts. WebGL and WebGPU run on a software renderer here, for orientation; a graphics card is another matter.
 *
 *   --rounds N     rounds a row after one unmeasured (default 5)
 *   --gpu          WebGL and WebGPU too, once each: minutes
 *
 * CHROMIUM names the browser (default /usr/bin/chromium).
 */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { isolation, launchOptions, tfjsPackages } from '../browser/chromium';
import type { PageJob, PageResult } from './browser-page';
import { machine } from './machine';
import { markdown, cells, milliseconds } from './table';

interface Row {
  title: string;
  isolated: boolean;
  job: Omit<PageJob, 'rounds'>;
}

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, gpu: { type: 'boolean', default: false } },
});
const cores = cpus().length;

const wasm = (hilum: boolean, threads: number): Row['job'] => ({ backend: 'wasm', hilum, threads });
const rows: Row[] = [
  { title: 'hilum/wasm, one thread', isolated: false, job: wasm(true, 0) },
  { title: 'stock wasm, one thread', isolated: false, job: wasm(false, 0) },
  { title: 'isolated: hilum/wasm, one thread by the flag', isolated: true, job: wasm(true, 1) },
  { title: 'isolated: stock wasm, its threads, composed gradients', isolated: true, job: wasm(true, 0) },
  { title: 'isolated: stock wasm on all cores', isolated: true, job: wasm(true, cores) },
];
if (options.gpu)
  rows.push(
    { title: 'webgl, by software', isolated: false, job: { backend: 'webgl', hilum: false, threads: 0 } },
    { title: 'webgpu, by software', isolated: false, job: { backend: 'webgpu', hilum: false, threads: 0 } },
  );

if (!existsSync(launchOptions.executablePath))
  throw new Error(
    `bench:browser: CHROMIUM must name a browser, got ${launchOptions.executablePath}. Install one (Debian: apt-get install chromium).`,
  );
const results: [Row, PageResult][] = [];
for (const row of rows) {
  const result = await measure(row);
  checkAnswers(row, result, results[0]?.[1] ?? result);
  results.push([row, result]);
  console.error(row.title, result.times);
}
const works = ['predict U-Net', 'predict ResUNet', 'train U-Net'];
console.log(`${machine()}, Chromium by Playwright\n`);
console.log(
  markdown(
    [
      'in Chromium',
      'threads',
      'predict U-Net 256×256',
      'predict ResUNet 256×256',
      'gradients of U-Net 64×64, batch 4',
    ],
    results.map(([row, { threads, times }]) =>
      cells([
        row.title,
        `${threads}`,
        ...works.map((work) => (times[work] === undefined ? 'cannot' : milliseconds(times[work]))),
      ]),
    ),
  ),
);

/** Opens a page of its own for the row, in a browser of its own. */
async function measure({ isolated, job }: Row): Promise<PageResult> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    cacheDir: 'node_modules/.vite/bench',
    server: { port: 0, hmr: false, watch: null, headers: isolated ? isolation : {} },
    optimizeDeps: { entries: [], include: tfjsPackages },
    resolve: {
      alias: [
        { find: /^hilum$/, replacement: `${root}src/index.ts` },
        { find: /^hilum\/wasm$/, replacement: `${root}src/wasm/index.ts` },
      ],
    },
  });
  await server.listen();
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage();
    await page.goto(`${server.resolvedUrls!.local[0]!}test/bench/browser-page.html`);
    await page.waitForFunction(() => 'measure' in globalThis);
    const args: PageJob = { ...job, rounds: job.backend === 'wasm' ? Number(options.rounds) : 1 };
    return await page.evaluate(
      (given) => (globalThis as unknown as { measure(job: PageJob): Promise<PageResult> }).measure(given),
      args,
    );
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Every row must give what the first gives, but for what single precision and WebGL leave open. */
function checkAnswers(row: Row, { answers }: PageResult, first: PageResult): void {
  for (const [work, values] of Object.entries(answers)) {
    const expected = first.answers[work]!;
    const scale = Math.max(...expected.map(Math.abs));
    const worst = Math.max(...values.map((value, i) => Math.abs(value - expected[i]!))) / scale;
    if (!(worst < 1e-2))
      throw new Error(
        `bench:browser: ${row.title} must give the answer of the first row, got one ${worst} away.`,
      );
  }
}
