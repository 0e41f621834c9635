import { createInterface } from 'node:readline';

export interface PeerWork {
  /** Writes the output, or the gradients, into the job's folder; gives the loss when training. */
  readonly answer: () => Promise<{ loss?: number }>;
  /** Runs the job once; `mark` names the time passed so far. */
  readonly work: (mark: (part: string) => void) => Promise<void>;
  /** Bytes of the WASM heap, zero where there is none. */
  readonly heap: () => number;
}

/** Answers the requests that peer.ts tells, one line each, until the input ends. */
export async function serve({ answer, work, heap }: PeerWork): Promise<void> {
  const reply = (value: object): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);
  reply({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'answer') reply(await answer());
    else if (line === 'time') reply(await timed(work));
    else reply({ rss: process.resourceUsage().maxRSS * 1024, heap: heap() });
  }
}

async function timed(work: PeerWork['work']): Promise<object> {
  const parts: Record<string, number> = {};
  const wall = performance.now();
  const start = process.cpuUsage();
  const cpu = (): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  await work((part) => (parts[part] = cpu()));
  return { cpu: cpu(), wall: performance.now() - wall, parts };
}
