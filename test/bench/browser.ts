/**
 * What backends do in Chromium, one beside the other: `npm run bench:browser`. Each answer is checked before anything is
 * timed; then the pages take turns, and the best of the rounds counts.
 *
 *   --rounds N     rounds after one unmeasured (default 7)
 *   --gpu          WebGL and WebGPU too, once each: minutes on the software renderers used here, for orientation alone
 *   --write        puts the table into docs/backends.md
 *
 * CHROMIUM names the browser (default /usr/bin/chromium).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { format, resolveConfig } from 'prettier';
import { createServer, type ViteDevServer } from 'vite';
import { between } from '../between-markers';
import { isolation, launchOptions, tfjsPackages } from '../browser/chromium';
import type { BenchPage, PageJob, PageState } from './browser-page';
import { machine } from './machine';
import { cells, markdown, milliseconds } from './table';

interface Row {
  title: string;
  isolated: boolean;
  /** Threads of the stock backend in an isolated page. tfjs takes half the cores, at most four. */
  threads?: number;
  job: PageJob;
}

interface OpenRow {
  row: Row;
  state: PageState;
  page: Page;
  answers: Map<string, Promise<number[]>>;
  best: Map<string, number>;
}

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    gpu: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const wasm = (hilum: boolean): PageJob => ({ backend: 'wasm', hilum });
const threadCounts = [1, 2, 4].filter((threads) => threads === 1 || threads <= availableParallelism());
const rows: Row[] = [
  { title: 'hilum/wasm', isolated: false, job: wasm(true) },
  { title: 'stock wasm', isolated: false, job: wasm(false) },
  ...threadCounts.flatMap((threads): Row[] => [
    { title: 'isolated page, hilum/wasm', isolated: true, threads, job: wasm(true) },
    { title: 'isolated page, stock wasm', isolated: true, threads, job: wasm(false) },
  ]),
];
if (options.gpu)
  rows.push(
    { title: 'webgl by SwiftShader', isolated: false, job: { backend: 'webgl', hilum: false } },
    { title: 'webgpu by SwiftShader', isolated: false, job: { backend: 'webgpu', hilum: false } },
  );
const titles: Record<string, string> = {
  'predict U-Net': 'predict U-Net, 256×256',
  'predict ResUNet': 'predict ResUNet, 256×256',
  'train U-Net': 'training step of U-Net, 64×64, batch 4',
  'train ResUNet': 'training step of ResUNet, 64×64, batch 4',
};

if (!existsSync(launchOptions.executablePath))
  throw new Error(
    `bench:browser: CHROMIUM must name a browser, got ${launchOptions.executablePath}. Install one (Debian: apt-get install chromium).`,
  );
const browser = await chromium.launch(launchOptions);
const servers = { true: await serve(isolation), false: await serve({}) };
try {
  const open: OpenRow[] = [];
  for (const row of rows) open.push(await openRow(browser, row));
  for (const each of open) await checkAnswers(each, open[0]!);
  await takeTurns(open, Number(options.rounds));
  const text = `${machine()}, Chromium ${browser.version()}\n\n${table(open)}`;
  console.log(text);
  if (options.write) await write(text);
} finally {
  await browser.close();
  await Promise.all(Object.values(servers).map((server) => server.close()));
}

async function serve(headers: Record<string, string>): Promise<ViteDevServer> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    cacheDir: 'node_modules/.vite/bench',
    server: { port: 0, hmr: false, watch: null, headers },
    optimizeDeps: { entries: [], include: tfjsPackages },
    resolve: {
      alias: [
        { find: /^hilum$/, replacement: `${root}src/index.ts` },
        { find: /^hilum\/wasm$/, replacement: `${root}src/wasm/index.ts` },
      ],
    },
  });
  return server.listen();
}

async function openRow(browser: Browser, row: Row): Promise<OpenRow> {
  const { isolated, threads = 1, job } = row;
  const page = await browser.newPage();
  // tfjs asks the browser for its cores alone, and half of them become its threads.
  await page.addInitScript(
    `Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => ${2 * threads} })`,
  );
  await page.goto(`${servers[`${isolated}`].resolvedUrls!.local[0]!}test/bench/browser-page.html`);
  await page.waitForFunction(() => 'page' in globalThis);
  const state = await page.evaluate((given) => (globalThis as unknown as Global).page.start(given), job);
  if (state.isolated !== isolated || state.threads !== threads)
    throw new Error(`bench:browser: ${row.title} must have ${threads} threads, got ${state.threads}.`);
  return { row, state, page, answers: new Map(), best: new Map() };
}

interface Global {
  page: BenchPage;
}

/** Every row must give what the first gives, but for what single precision and WebGL leave open. */
async function checkAnswers(each: OpenRow, first: OpenRow): Promise<void> {
  for (const work of each.state.works) {
    const [values, expected] = [await answer(each, work), await answer(first, work)];
    const scale = Math.max(...expected.map(Math.abs));
    const worst = Math.max(...values.map((value, i) => Math.abs(value - expected[i]!))) / scale;
    if (!(worst < 1e-2))
      throw new Error(
        `bench:browser: ${each.row.title} must give the answer of the first row to ${work}, got one ${worst} away.`,
      );
  }
}

/** What a page answered first: training goes on from there. */
function answer({ page, answers }: OpenRow, work: string): Promise<number[]> {
  const found =
    answers.get(work) ?? page.evaluate((name) => (globalThis as unknown as Global).page.answer(name), work);
  answers.set(work, found);
  return found;
}

/** Rounds there and back, A B C, C B A, …, so that a change of the machine's speed meets everyone. */
async function takeTurns(open: readonly OpenRow[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (const { row, state, page, best } of round % 2 === 0 ? open : [...open].reverse()) {
      if (row.job.backend !== 'wasm' && round > 0) continue;
      for (const work of state.works) {
        const time = await page.evaluate((name) => (globalThis as unknown as Global).page.time(name), work);
        best.set(work, Math.min(best.get(work) ?? Infinity, time));
      }
    }
}

function table(open: readonly OpenRow[]): string {
  return markdown(
    ['in Chromium', 'threads', ...Object.values(titles)],
    open.map(({ row, state, best }) =>
      cells([
        row.title,
        row.job.backend === 'wasm' ? `${state.threads}` : '',
        ...Object.keys(titles).map((work) => (best.has(work) ? milliseconds(best.get(work)!) : 'cannot')),
      ]),
    ),
  );
}

async function write(text: string): Promise<void> {
  const file = `${root}docs/backends.md`;
  const { replaced } = between(readFileSync(file, 'utf8'), 'bench:browser', text);
  writeFileSync(file, await format(replaced, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
