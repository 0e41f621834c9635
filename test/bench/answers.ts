import { readFloats, readJob } from './job';
import type { Peer } from './peer';

/** How far the answers of two peers may lie apart before their times are not worth comparing. */
const OUTPUT_TOLERANCE = 1e-4;
const LOSS_TOLERANCE = 1e-4;
/**
 * Of all gradients as one vector. Rounding flips single values at a ReLU's kink or a tie of pooling, and 28 batch
 * normalisations spread that: PyTorch's own two layouts lie 3e-3 apart on the ResUNet. A wrong gradient lies near 1.
 */
const GRADIENT_TOLERANCE = 1e-2;

/** Requires two peers to compute the same; gives their distance, relative to the size of the answer. */
export async function checkAnswers(folder: string, ours: Peer, theirs: Peer): Promise<number> {
  const [a, b] = [await ours.answer(), await theirs.answer()];
  const [x, y] = [readFloats(folder, `${ours.name}.bin`), readFloats(folder, `${theirs.name}.bin`)];
  if (x.length !== y.length) fail(ours, theirs, `${x.length} values against ${y.length}`);
  if (readJob(folder).work === 'predict') {
    const spread =
      y.reduce((max, value) => Math.max(max, value), 0) - y.reduce((min, value) => Math.min(min, value), 1);
    if (spread < 0.05) fail(ours, theirs, `an output that hardly varies (${spread}) proves nothing`);
    // Probabilities lie within 1; features may be large, and so may be what rounding leaves of them.
    const farthest = x.reduce((max, value, i) => Math.max(max, apart(value, y[i]!)), 0);
    const distance = farthest / Math.max(1, spread);
    if (distance > OUTPUT_TOLERANCE) fail(ours, theirs, `outputs lie ${distance} apart`);
    return distance;
  }
  if (apart(a.loss!, b.loss!) > LOSS_TOLERANCE) fail(ours, theirs, `losses are ${a.loss} and ${b.loss}`);
  const squares = x.reduce((sum, value, i) => sum + apart(value, y[i]!) ** 2, 0);
  const distance = Math.sqrt(squares / y.reduce((sum, value) => sum + value * value, 0));
  if (!(distance <= GRADIENT_TOLERANCE)) fail(ours, theirs, `gradients lie ${distance} apart`);
  return distance;
}

/** A NaN is infinitely far from everything. */
function apart(a: number, b: number): number {
  const distance = Math.abs(a - b);
  return Number.isNaN(distance) ? Infinity : distance;
}

function fail(ours: Peer, theirs: Peer, what: string): never {
  throw new Error(`checkAnswers: ${ours.name} and ${theirs.name} disagree: ${what}.`);
}
