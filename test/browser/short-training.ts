import * as tf from '@tensorflow/tfjs-core';
import { batches, bceDiceLoss, chestPhantom, diceLoss, flipHorizontal, train, unet } from 'hilum';

const load = (seed: number) => chestPhantom({ seed, size: 32 });

/** Four steps of a small U-Net on phantoms: the losses of each epoch, the same on every machine and backend. */
export async function shortTraining(): Promise<Record<string, number[]>> {
  const model = unet({ inputShape: [32, 32, 1], filters: [4, 8], seed: 1 });
  // Its epsilon is otherwise the backend's, 1e-4 on WebGL of half precision, and other steps follow.
  const optimizer = tf.train.adam(1e-2, 0.9, 0.999, 1e-7);
  const { history } = await train(model, {
    data: batches({ items: [1, 2, 3, 4], load, batchSize: 2, shuffle: true, augment: flipHorizontal() }),
    validation: batches({ items: [5, 6], load, batchSize: 2 }),
    epochs: 2,
    loss: bceDiceLoss(),
    optimizer,
    metrics: [diceLoss()],
  });
  optimizer.dispose();
  model.dispose();
  const { loss, val_loss, val_diceLoss } = history;
  return { loss: loss!, val_loss: val_loss!, val_diceLoss: val_diceLoss! };
}
