import { sequential } from '@tensorflow/tfjs-layers';
import type { Logs, TrainCallback, Training } from 'hilum';

/** Tells a callback epochs with these values, the first being epoch `from`. */
export async function tellEpochs(callback: TrainCallback, epochs: readonly Logs[], from = 0): Promise<void> {
  const training: Training = { model: sequential(), learningRate: 1, stop: () => undefined };
  for (const [i, logs] of epochs.entries()) {
    const event = { epoch: from + i, epochs: from + epochs.length, steps: 1, training };
    await callback.onEpochBegin?.(event);
    await callback.onStep?.({ ...event, step: 0, logs });
    await callback.onEpochEnd?.({ ...event, logs, seconds: 2.5, stepSeconds: 2, waitedSeconds: 0.1 });
  }
  await callback.onTrainEnd?.({ training });
}
