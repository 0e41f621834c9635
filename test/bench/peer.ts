import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * A program that is measured, in a process of its own pinned to one core. It answers lines on its standard input:
 * `answer` (write the output or the gradients to a file), `time` (work once), `memory` (peak so far).
 */
export interface Peer {
  readonly name: PeerName;
  answer(): Promise<{ loss?: number }>;
  time(): Promise<Timing>;
  memory(): Promise<{ rss: number; heap: number }>;
  stop(): void;
}

export interface Timing {
  /** Milliseconds of processor time: what a clock shows on a quiet machine, since the process owns one core. */
  readonly cpu: number;
  readonly wall: number;
  readonly parts: Readonly<Record<string, number>>;
}

export type PeerName =
  'hilum' | 'stock' | 'stock-folded' | 'cpu' | 'onnx' | 'torch-contiguous' | 'torch-channels_last';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const tsx = [process.execPath, '--import', 'tsx'];
const python = process.env['HILUM_BENCH_PYTHON'] ?? '/usr/bin/python3';

/** Why a peer cannot run here and how to install it; undefined when it can. */
export function missing(name: PeerName): string | undefined {
  try {
    if (name === 'onnx') createRequire(import.meta.url).resolve('onnxruntime-web');
    if (name.startsWith('torch')) execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return name === 'onnx' ? 'npm i --no-save onnxruntime-web' : 'apt install python3-torch';
  }
}

/** Starts a peer on a job's folder; ready when it has loaded the model. When it dies, its own error is told. */
export async function startPeer(name: PeerName, folder: string): Promise<Peer> {
  const command = [...pin(), ...commandOf(name, folder)];
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A library that asks for threads gets one.
    env: { ...process.env, OMP_NUM_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const closed = once(child, 'close');
  // A process that is gone is noticed by its silence.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    for (;;) {
      const line = await lines.next();
      if (line.done === true) {
        await closed;
        throw new Error(`startPeer: ${name} ended early: ${lastError(complaints)}`);
      }
      // Libraries greet on standard output.
      if (line.value.startsWith('{')) return JSON.parse(line.value) as unknown;
    }
  };
  const ask = async (request: string): Promise<unknown> => {
    child.stdin.write(`${request}\n`);
    return next();
  };
  await next();
  return {
    name,
    answer: async () => (await ask('answer')) as { loss?: number },
    time: async () => (await ask('time')) as Timing,
    memory: async () => (await ask('memory')) as { rss: number; heap: number },
    stop: () => child.stdin.end(),
  };
}

/** The line that names the error; the backend prints the whole of its source before it. */
function lastError(text: string): string {
  const lines = text.split('\n').filter((line) => /^\w*Error\b/.test(line));
  return lines.at(-1) ?? text.slice(-500);
}

function commandOf(name: PeerName, folder: string): string[] {
  if (name === 'onnx') return [...tsx, file('onnx-peer.ts'), folder];
  if (name.startsWith('torch')) return [python, file('torch_peer.py'), name.slice('torch-'.length), folder];
  return [...tsx, file('tfjs-peer.ts'), name, folder];
}

/** All peers on the last core: the first one takes the machine's interrupts. */
function pin(): string[] {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return ['taskset', '-c', process.env['HILUM_BENCH_CORE'] ?? `${cpus().length - 1}`];
  } catch {
    return [];
  }
}
