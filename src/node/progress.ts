import type { EpochBegin, EpochEnd, Logs, StepEnd } from '../training/events';
import { formatDuration } from './duration';
import { formatScore, scoreName } from './score-words';

/** What {@link progress} writes to: `process.stdout`, `process.stderr`, or anything that takes text. */
export interface ProgressStream {
  write(text: string): unknown;
  /** True on a terminal, where a line can be written over. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters. */
  readonly columns?: number | undefined;
}

/** Where {@link progress} writes, and its clock. */
export interface ProgressArgs {
  /** Default `process.stdout`. */
  stream?: ProgressStream | undefined;
  /** The time now in milliseconds; default `performance.now`. Tests pass their own. */
  now?: (() => number) | undefined;
}

/** Callbacks for a training loop; see {@link progress}. Epochs and steps count from 0. */
export interface Progress {
  onEpochBegin(event: Omit<EpochBegin, 'training'>): void;
  onStep(event: Omit<StepEnd, 'training'>): void;
  onEpochEnd(event: Omit<EpochEnd, 'training' | 'stepSeconds' | 'waitedSeconds'>): void;
  onTrainEnd(): void;
  /** Ends a line that is still being written, so that what follows begins on its own. Safe to call at any time. */
  stop(): void;
}

/** A terminal is drawn at most every so many milliseconds: drawing must not slow training. */
const redrawAfter = 100;
const barWidth = 20;

/**
 * Shows how training goes, as a callback of `train`. On a terminal one line lives through each epoch and is then
 * replaced by the epoch's scores:
 *
 * ```text
 * epoch  2/20  loss 0.2115  Dice 0.8893  validation loss 0.2350  validation Dice 0.8741  12 s
 * epoch  3/20  ━━━━━━━━────────────  16/40  loss 0.1893  Dice 0.9012  3 min 25 s left
 * ```
 *
 * The time left is that of the whole run, from the mean of the epochs so far. Anywhere else (a file, a pipe) only
 * the finished epochs are written, as plain lines without control characters.
 *
 * @example
 * ```ts
 * import { progress } from 'hilum/node';
 *
 * const shown = progress({ stream: { write: (text: string) => console.log(text.trimEnd()) } });
 * shown.onEpochBegin({ epoch: 0, epochs: 1, steps: 1 });
 * shown.onStep({ epoch: 0, epochs: 1, steps: 1, step: 0, logs: { loss: 0.5 } });
 * shown.onEpochEnd({ epoch: 0, epochs: 1, steps: 1, logs: { loss: 0.5 }, seconds: 2 });
 * // epoch 1/1  loss 0.5000  2 s
 * ```
 */
export function progress({
  stream = process.stdout,
  now = () => performance.now(),
}: ProgressArgs = {}): Progress {
  const live = stream.isTTY === true;
  let lineOpen = false;
  let drawnAt = -Infinity;
  let epochBegan = 0;
  const finished = { epochs: 0, seconds: 0 };

  const draw = (text: string): void => {
    // A line longer than the terminal would wrap, and \r would no longer reach its start.
    stream.write(`\r\u001b[K${text.slice(0, Math.max(0, (stream.columns ?? 80) - 1))}`);
    lineOpen = true;
    drawnAt = now();
  };

  /** Of the whole run; undefined while there is nothing to judge by. */
  const secondsLeft = (epoch: number, epochs: number, done: number | undefined): number | undefined => {
    const spent = (now() - epochBegan) / 1000;
    if (finished.epochs > 0) {
      const mean = finished.seconds / finished.epochs;
      return mean * (epochs - epoch - 1) + Math.max(0, mean - spent);
    }
    return done ? spent * ((epochs - epoch) / done - 1) : undefined;
  };

  const stop = (): void => {
    if (lineOpen) stream.write('\n');
    lineOpen = false;
  };

  return {
    onEpochBegin({ epoch, epochs }) {
      epochBegan = now();
      if (live) draw(heading(epoch, epochs));
    },
    onStep({ epoch, epochs, step, steps, logs }) {
      const done = step + 1;
      const last = done === steps;
      if (!live || (!last && now() - drawnAt < redrawAfter)) return;
      const left = secondsLeft(epoch, epochs, steps && done / steps);
      const parts = [heading(epoch, epochs), ...position(done, steps), ...values(logs)];
      if (left !== undefined) parts.push(`${formatDuration(Math.round(left))} left`);
      draw(parts.join('  '));
    },
    onEpochEnd({ epoch, epochs, logs, seconds }) {
      finished.epochs++;
      finished.seconds += seconds;
      const line = [heading(epoch, epochs), ...values(logs), formatDuration(seconds)].join('  ');
      stream.write(`${lineOpen ? '\r\u001b[K' : ''}${line}\n`);
      lineOpen = false;
    },
    onTrainEnd: stop,
    stop,
  };
}

function heading(epoch: number, epochs: number): string {
  return `epoch ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`;
}

/** The bar and `3/40`; without a known number of steps, `step 3`. */
function position(done: number, steps: number | undefined): string[] {
  // The number of steps is that of the epoch before, and an epoch may turn out longer.
  if (!steps || done > steps) return [`step ${done}`];
  const filled = Math.round((done / steps) * barWidth);
  const counted = `${String(done).padStart(String(steps).length)}/${steps}`;
  return ['━'.repeat(filled) + '─'.repeat(barWidth - filled), counted];
}

function values(logs: Logs): string[] {
  return Object.entries(logs).map(([key, value]) => `${scoreName(key)} ${formatScore(key, value)}`);
}
