import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, loadLayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { resunet, sizeMultipleOf, unet } from 'hilum';
import { describe, expect, it } from 'vitest';
import { artifactsOf } from '../battery';

describe('sizeMultipleOf', () => {
  it.each([1, 2, 3, 4, 5])('of a U-Net and a ResUNet with %i levels is 2 to that less one', (levels) => {
    const args = { inputShape: [null, null, 1], filters: Array<number>(levels).fill(1) } as const;
    const models = [unet(args), resunet(args)];
    expect(models.map(sizeMultipleOf)).toEqual([2 ** (levels - 1), 2 ** (levels - 1)]);
    models.forEach((m) => m.dispose());
  });

  it('is the least size, and all its multiples, that the model gives back', () => {
    const m = unet({ inputShape: [null, null, 1], filters: [1, 1, 1] });
    const multiple = sizeMultipleOf(m);
    for (let side = 1; side <= 2 * multiple; side++) {
      const fits = (): boolean =>
        tf.tidy(() => (m.predict(tf.zeros([1, side, side, 1])) as tf.Tensor).shape[1] === side);
      if (side % multiple === 0) expect(fits()).toBe(true);
      else expect(fits).toThrow();
    }
    m.dispose();
  });

  it('is that of a loaded model too', async () => {
    const m = resunet({ inputShape: [null, null, 1], filters: [1, 1, 1] });
    const loaded = await loadLayersModel(tf.io.fromMemory(await artifactsOf(m)));
    expect(sizeMultipleOf(loaded)).toBe(4);
    m.dispose();
    loaded.dispose();
  });

  it('takes height and width together', () => {
    const x = input({ shape: [null, null, 1] });
    const tall = layers.maxPooling2d({ poolSize: [2, 1], strides: [2, 1] }).apply(x) as SymbolicTensor;
    const wide = layers.conv2d({ filters: 1, kernelSize: 3, strides: [1, 3], padding: 'same' }).apply(tall);
    expect(sizeMultipleOf(model({ inputs: x, outputs: wide as SymbolicTensor }))).toBe(6);
  });

  it('is 1 where nothing is made smaller, and where it is made larger', () => {
    const x = input({ shape: [null, null, 1] });
    const larger = layers.upSampling2d({ size: [2, 2] }).apply(x) as SymbolicTensor;
    const back = layers.maxPooling2d({ poolSize: 2 }).apply(larger) as SymbolicTensor;
    expect(sizeMultipleOf(model({ inputs: x, outputs: back }))).toBe(1);
  });
});
