/**
 * Image operations against OpenCV in Python: `npm run bench:images`. Both work on the same drawn X-rays, one thread
 * each, pinned to one core, and take turns; the answers must be equal to the byte before anything is timed.
 *
 *   --rounds N     turns, of which the median counts (9)
 *   --only NAME    rows whose name begins so
 *   --write        puts the table into docs/performance.md
 *
 * HILUM_BENCH_CORE names the core (default: the last), HILUM_BENCH_PYTHON the Python that has cv2.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Image } from 'hilum';
import { between } from '../between-markers';
import { bundled } from './bundled';
import { machine } from './machine';
import { cells, markdown } from './table';

interface Work {
  readonly name: string;
  readonly title: string;
  readonly run: () => Image | Promise<Image>;
  /** How many times OpenCV's time is allowed, where something was promised. */
  readonly atMost?: number;
}

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const python = process.env['HILUM_BENCH_PYTHON'] ?? '/usr/bin/python3';
const core = process.env['HILUM_BENCH_CORE'] ?? `${cpus().length - 1}`;

const { hilum, codecs, files } = await bundled();
const {
  chestPhantom,
  clahe,
  equalizeHistogram,
  gaussianBlur,
  medianBlur,
  resizeArea,
  resizeBilinear,
  resizeCubic,
  warpAffine,
} = hilum;
const [small, large] = [1024, 2048].map((size) => chestPhantom({ seed: 1, size }).image) as [Image, Image];
const folder = mkdtempSync(join(tmpdir(), 'hilum-bench-images-'));
/** Of `small`, packed by libpng. */
const packed = join(folder, '1024.png');
const works: readonly Work[] = [
  { name: 'equalize', title: 'equalizeHistogram, 1024×1024', run: () => equalizeHistogram(small), atMost: 4 },
  { name: 'clahe', title: 'clahe, 8×8 tiles, 1024×1024', run: () => clahe(small), atMost: 3 },
  {
    name: 'area',
    title: 'resizeArea, 2048×2048 → 256×256',
    run: () => resizeArea(large, { width: 256, height: 256 }),
    atMost: 6,
  },
  {
    name: 'area-fraction',
    title: 'resizeArea, 2048×2048 → 300×300',
    run: () => resizeArea(large, { width: 300, height: 300 }),
  },
  {
    name: 'bilinear',
    title: 'resizeBilinear, 1024×1024 → 400×400',
    run: () => resizeBilinear(small, { width: 400, height: 400 }),
  },
  {
    name: 'cubic',
    title: 'resizeCubic, 1024×1024 → 400×400',
    run: () => resizeCubic(small, { width: 400, height: 400 }),
  },
  { name: 'gaussian', title: 'gaussianBlur, σ 2, 1024×1024', run: () => gaussianBlur(small, { sigma: 2 }) },
  { name: 'median', title: 'medianBlur, 5×5, 1024×1024', run: () => medianBlur(small, { size: 5 }) },
  {
    name: 'warp',
    title: 'warpAffine, 1024×1024',
    run: () => warpAffine(small, { matrix: [0.96, 0.21, -9.3, -0.2, 1.04, 17.7] }),
  },
  {
    name: 'png',
    title: 'decodePng, 1024×1024',
    run: () => codecs.decodePng(readFileSync(packed)),
    atMost: 3,
  },
  {
    name: 'png',
    title: 'readImage of a PNG, 1024×1024, zlib of Node',
    run: () => files.readImage(packed),
    atMost: 3,
  },
];

if (hasOpenCv()) {
  const text = `${machine()}\n\n${await table()}`;
  console.log(text);
  if (options.write) {
    const file = new URL('../../docs/performance.md', import.meta.url);
    writeFileSync(file, between(readFileSync(file, 'utf8'), 'bench:images', text).replaced);
  }
} else {
  console.log(`skipped: no OpenCV in ${python} (apt install python3-opencv, or set HILUM_BENCH_PYTHON)`);
}
rmSync(folder, { recursive: true });

function hasOpenCv(): boolean {
  try {
    execFileSync(python, ['-c', 'import cv2'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** This process and OpenCV's on one core, so that both meet the same machine; one waits while the other works. */
async function table(): Promise<string> {
  for (const { width, data } of [small, large]) writeFileSync(join(folder, `${width}.raw`), data);
  const script = fileURLToPath(new URL('opencv_peer.py', import.meta.url));
  const child = spawn(python, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('bench: OpenCV ended early.');
    return JSON.parse(line.value) as unknown;
  };
  const ask = (request: string): Promise<unknown> => {
    child.stdin.write(`${request}\n`);
    return next();
  };
  try {
    pin(process.pid);
    pin(child.pid!);
    const { opencv } = (await next()) as { opencv: string };
    const rows: string[] = [];
    for (const { name, title, run, atMost } of works) {
      if (!name.startsWith(options.only)) continue;
      await ask(`answer ${name}`);
      if (!readFileSync(join(folder, `${name}.answer`)).equals((await run()).data as Uint8Array))
        throw new Error(`bench: ${title} differs from OpenCV ${opencv}.`);
      const [ours, theirs]: [number[], number[]] = [[], []];
      // The engine compiles a function in the background while it runs slowly.
      for (let warmUp = 0; warmUp < 40; warmUp++) await run();
      for (let round = -1; round < Number(options.rounds); round++) {
        const turn: number[] = [];
        while (turn.length < 5) turn.push(await timed(run));
        const answer = (await ask(`time ${name} 5`)) as number[];
        if (round < 0) continue;
        ours.push(...turn);
        theirs.push(...answer);
      }
      const [a, b] = [median(ours), median(theirs)];
      const verdict = atMost === undefined ? '' : a / b <= atMost ? 'reached' : 'missed';
      const wanted = atMost === undefined ? '' : `${atMost}×`;
      rows.push(cells([title, ms(b), ms(a), `${(a / b).toFixed(1)}×`, wanted, verdict]));
      console.error(rows.at(-1));
    }
    return markdown(['operation', `OpenCV ${opencv}`, 'hilum', 'of its time', 'at most', 'verdict'], rows);
  } finally {
    child.stdin.end();
  }
}

function pin(pid: number): void {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', core, `${pid}`], { stdio: 'ignore' });
  } catch {
    // Without taskset the scheduler decides; processor time is measured all the same.
  }
}

async function timed(run: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1]!;
}

function ms(time: number): string {
  return `${time.toFixed(2)} ms`;
}
