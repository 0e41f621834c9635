import { rmSync } from 'node:fs';
import { resunet, unet } from 'hilum';
import { writeJob, type Work } from './job';
import { startPeer, type Timing } from './peer';
import { cells, markdown, milliseconds } from './table';

/** Size and batch of each measurement: one grows at a time. */
const POINTS: readonly (readonly [size: number, batch: number])[] = [
  ...[64, 128, 256, 512, 1024].map((size) => [size, 1] as const),
  ...[2, 4, 8, 16].map((batch) => [256, batch] as const),
];

/** Time and peak memory of our kernels over sizes and batches, each point in a fresh process. */
export async function growthTable(progress: (line: string) => void): Promise<string> {
  const lines: string[] = [];
  for (const work of ['predict', 'train'] as const) {
    for (const [name, build] of [
      ['U-Net', unet],
      ['ResUNet', resunet],
    ] as const) {
      for (const [size, batch] of POINTS) {
        const model = build({ inputShape: [size, size, 1] });
        const line = await measurePoint(work, `${work}, ${name}`, { model, size, batch });
        model.dispose();
        progress(line);
        lines.push(line);
      }
    }
  }
  return markdown(
    ['work', 'size', 'batch', 'time', 'per image', 'peak memory of the process', 'WASM heap'],
    lines,
  );
}

interface Point {
  readonly model: ReturnType<typeof unet>;
  readonly size: number;
  readonly batch: number;
}

async function measurePoint(work: Work, title: string, { model, size, batch }: Point): Promise<string> {
  const folder = writeJob({ work, model, batch, loss: 'dice' });
  const row = (...rest: string[]): string => cells([title, `${size}×${size}`, `${batch}`, ...rest]);
  try {
    const peer = await startPeer('hilum', folder);
    const first = await peer.time();
    // What takes long needs no repeats to be told from noise.
    const repeats = first.cpu > 5000 ? 1 : 3;
    const timings: Timing[] = [];
    for (let i = 0; i < repeats; i++) timings.push(await peer.time());
    const time = timings.map(({ cpu }) => cpu).sort((a, b) => a - b)[repeats >> 1]!;
    const { rss, heap } = await peer.memory();
    peer.stop();
    return row(milliseconds(time), milliseconds(time / batch), mebibytes(rss), mebibytes(heap));
  } catch (error) {
    // The stock backend aborts when its heap is full, ours says so.
    if (!(error instanceof Error) || !/Aborted|no room|memory/.test(error.message)) throw error;
    return row('out of memory', '', '', '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
