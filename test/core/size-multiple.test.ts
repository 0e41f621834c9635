import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  loadLayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  aspp,
  attentionUnet,
  resunet,
  resunetPlusPlus,
  sizeMultipleOf,
  squeezeExcite,
  unet,
  upsampleBilinear,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { artifactsOf } from '../battery';

describe('sizeMultipleOf', () => {
  it.each([1, 2, 3, 4, 5])('of a U of any kind with %i levels is 2 to that less one', (levels) => {
    const args = { inputShape: [null, null, 1], filters: Array<number>(levels).fill(1) } as const;
    const models = [
      unet(args),
      unet({ ...args, up: upsampleBilinear }),
      resunet(args),
      attentionUnet(args),
      resunetPlusPlus({ ...args, dilations: [1, 2] }),
    ];
    expect(models.map(sizeMultipleOf)).toEqual(models.map(() => 2 ** (levels - 1)));
    models.forEach((m) => m.dispose());
  });

  it('is 1 of blocks that look far but keep the size', () => {
    const x = input({ shape: [null, null, 2] });
    const seen = squeezeExcite()(aspp({ filters: 2, dilations: [3] })(x, 'a'), 'b');
    expect(sizeMultipleOf(model({ inputs: x, outputs: seen }))).toBe(1);
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

  it('sees into models used as layers', () => {
    const inner = sequential({
      layers: [
        layers.conv2d({ filters: 1, kernelSize: 1, strides: 2, inputShape: [null, null, 1] }),
        layers.averagePooling2d({ poolSize: 2 }),
        layers.upSampling2d({ size: [2, 2] }),
      ],
    });
    const x = input({ shape: [null, null, 1] });
    const half = inner.apply(x) as SymbolicTensor;
    const quarter = layers.maxPooling2d({ poolSize: 4 }).apply(half) as SymbolicTensor;
    expect(sizeMultipleOf(model({ inputs: x, outputs: half }))).toBe(4);
    expect(sizeMultipleOf(model({ inputs: x, outputs: quarter }))).toBe(8);
  });

  it('counts a model that is used twice each time', () => {
    const halves = model(
      (() => {
        const x = input({ shape: [null, null, 1] });
        return { inputs: x, outputs: layers.maxPooling2d({ poolSize: 2 }).apply(x) as SymbolicTensor };
      })(),
    );
    const x = input({ shape: [null, null, 1] });
    const quarter = halves.apply(halves.apply(x)) as SymbolicTensor;
    expect(sizeMultipleOf(model({ inputs: x, outputs: quarter }))).toBe(4);
  });

  it('tells the outputs of a model with several apart', () => {
    const image = input({ shape: [null, null, 1] });
    const half = layers.maxPooling2d({ poolSize: 2 }).apply(image) as SymbolicTensor;
    const same = layers.conv2d({ filters: 1, kernelSize: 1 }).apply(image) as SymbolicTensor;
    const both = model({ inputs: image, outputs: [half, same] });
    const x = input({ shape: [null, null, 1] });
    const [coarse, fine] = both.apply(x) as SymbolicTensor[];
    const pool = (y: SymbolicTensor) => layers.maxPooling2d({ poolSize: 3 }).apply(y) as SymbolicTensor;
    expect(sizeMultipleOf(model({ inputs: x, outputs: pool(coarse!) }))).toBe(6);
    // The half is computed all the same, since the model has it as an output.
    expect(sizeMultipleOf(model({ inputs: x, outputs: pool(fine!) }))).toBe(6);
    expect(sizeMultipleOf(model({ inputs: x, outputs: fine! }))).toBe(2);
  });
});
