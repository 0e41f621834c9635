import { rmSync } from 'node:fs';
import { checkAnswers } from './answers';
import { readJob, writeJob } from './job';
import { missing, startPeer, type Peer, type PeerName, type Timing } from './peer';
import type { Rival, Row } from './rows';

/** What came of one rival: times, or why there are none. */
export interface Result {
  readonly row: Row;
  readonly rival: Rival;
  readonly ours?: number;
  readonly theirs?: number;
  /** Which of the rival's peers was the faster, and how it was scaled. */
  readonly note?: string;
  /** Distance of the answers. */
  readonly distance?: number;
  readonly skipped?: string;
}

/** Times a row: all peers stay up and take turns, so that a change of the machine's speed meets each of them. */
export async function measure(row: Row, rounds: number): Promise<Result[]> {
  const names = row.rivals.filter(({ smaller }) => !smaller).flatMap(({ peers }) => peers);
  const folder = writeJob({ ...row.job(), onnx: names.includes('onnx') });
  const present = names.filter((name) => missing(name) === undefined);
  const peers: Peer[] = [];
  try {
    for (const name of ['hilum', ...present] as const) peers.push(await startPeer(name, folder));
    const distances = new Map<PeerName, number>();
    for (const peer of peers.slice(1)) distances.set(peer.name, await checkAnswers(folder, peers[0]!, peer));
    const times = await takeTurns(peers, rounds);
    const ours = meanOf(times.get('hilum')!);
    const results: Result[] = [];
    for (const rival of row.rivals) {
      if (rival.smaller) {
        results.push({ row, rival, ours, ...(await scaled(rival, readJob(folder).multiplyAdds)) });
        continue;
      }
      const candidates = rival.peers
        .filter((name) => times.has(name))
        .map((name) => ({ name, time: meanOf(times.get(name)!) }))
        .sort((a, b) => a.time - b.time);
      const best = candidates[0];
      if (!best) results.push({ row, rival, ours, skipped: missing(rival.peers[0]!)! });
      else {
        const note = rival.peers.length > 1 ? best.name : '';
        results.push({ row, rival, ours, theirs: best.time, note, distance: distances.get(best.name)! });
      }
    }
    return results;
  } finally {
    peers.forEach((peer) => peer.stop());
    rmSync(folder, { recursive: true });
  }
}

/** One round unmeasured, then rounds there and back: A B C, C B A, … */
async function takeTurns(peers: readonly Peer[], rounds: number): Promise<Map<PeerName, Timing[]>> {
  const times = new Map<PeerName, Timing[]>(peers.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const peer of round % 2 === 0 ? peers : [...peers].reverse()) {
      const timing = await peer.time();
      if (round >= 0) times.get(peer.name)!.push(timing);
    }
  }
  return times;
}

/**
 * The time of a rival that is too slow for the whole work: once at a smaller size, its gradients scaled by the
 * multiply-adds that fall inside the image, its optimizer as it is (the weights are the same).
 */
async function scaled(rival: Rival, wanted: number): Promise<Pick<Result, 'theirs' | 'note' | 'distance'>> {
  const args = rival.smaller!();
  const folder = writeJob(args);
  const [ours, theirs] = [await startPeer('hilum', folder), await startPeer(rival.peers[0]!, folder)];
  try {
    const distance = await checkAnswers(folder, ours, theirs);
    const { cpu, parts } = await theirs.time();
    const gradients = parts['gradients']!;
    const job = readJob(folder);
    const factor = wanted / job.multiplyAdds;
    const [batch, height, width] = job.inputShape;
    const note = `timed at ${height}×${width}, batch ${batch}: ${(cpu / 1000).toFixed(1)} s; gradients × ${factor.toFixed(1)} multiply-adds`;
    return { theirs: gradients * factor + (cpu - gradients), note, distance };
  } finally {
    ours.stop();
    theirs.stop();
    rmSync(folder, { recursive: true });
  }
}

/**
 * The mean without the fastest and the slowest round. Not the median: where a neighbour takes half of the core for parts of
 * a second, a run of two seconds is a mixture of both speeds and one of 200 ms is either, so the median of the short ones
 * would jump between the two.
 */
function meanOf(timings: readonly Timing[]): number {
  const sorted = timings.map(({ cpu }) => cpu).sort((a, b) => a - b);
  const kept = sorted.length > 2 ? sorted.slice(1, -1) : sorted;
  return kept.reduce((sum, time) => sum + time, 0) / kept.length;
}
