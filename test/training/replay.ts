import { sequential } from '@tensorflow/tfjs-layers';
import type { TrainCallback, Training } from 'hilum';

/** Shows a synchronous callback a run with these validation losses; gives what it did to the run. */
export function replay(
  callback: TrainCallback,
  losses: readonly number[],
): { rates: number[]; stops: string[] } {
  const rates: number[] = [];
  const stops: string[] = [];
  const training: Training = {
    model: sequential(),
    learningRate: 1,
    stop: (reason) => void stops.push(reason),
  };
  for (const [epoch, val_loss] of losses.entries()) {
    if (stops.length > 0) break;
    void callback.onEpochEnd?.({
      epoch,
      epochs: losses.length,
      steps: 1,
      training,
      logs: { val_loss },
      ...{ seconds: 0, stepSeconds: 0, waitedSeconds: 0 },
    });
    rates.push(training.learningRate);
  }
  return { rates, stops };
}
