import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadKerasModel, loadKerasWeights } from 'hilum/keras';
import { describe, expect, it } from 'vitest';
import { kerasFile, reference } from '../keras/reference';
import { read } from '../read';
import { onEachBackend } from './backends';

/** How far the model is from what Keras gives for the same input: of all outputs the largest difference. */
async function apart(model: LayersModel, name: string): Promise<number> {
  const { inputs, outputs } = reference.cases[name]!;
  const [{ shape, data }] = outputs as [(typeof outputs)[0]];
  const got = await read(() => {
    const given = inputs.map((input) => tf.tensor(input.data, input.shape));
    const output = model.predict(given.length === 1 ? given[0]! : given) as tf.Tensor;
    expect(output.shape).toEqual(shape);
    return output;
  });
  return Math.max(...got.map((value, i) => Math.abs(value - data[i]!)));
}

describe('hilum/keras in a page', () => {
  onEachBackend((tolerance) => {
    it.each([
      ['unet', 'unet, Keras 3, .keras'],
      ['unet', 'unet, Keras 3, .h5'],
      ['unet', 'unet, Keras 2.1.5, .h5'],
      ['nested', 'nested, Keras 3, .keras'],
    ])('%s: the upload %s predicts what Keras predicts', async (example, name) => {
      const upload = new File([kerasFile(name).slice().buffer], 'model');
      const before = tf.memory().numTensors;
      const model = await loadKerasModel(new Uint8Array(await upload.arrayBuffer()));
      expect(tf.memory().numTensors - before).toBe(model.weights.length);
      // The predictions of Keras are at most 1.
      expect(await apart(model, example)).toBeLessThan(tolerance);
      model.dispose();
    });

    it('takes weights alone by name', async () => {
      const model = await loadKerasModel(kerasFile('unet, Keras 2.1.5, .h5'));
      for (const weight of model.weights) weight.write(tf.tidy(() => tf.zeros(weight.shape as number[])));
      expect(await apart(model, 'unet')).toBeGreaterThan(0.01);
      const { missing, leftOver } = await loadKerasWeights(model, kerasFile('unet, Keras 3, .weights.h5'));
      expect({ missing, leftOver }).toEqual({ missing: [], leftOver: [] });
      expect(await apart(model, 'unet')).toBeLessThan(tolerance);
      model.dispose();
    });
  });

  it('refuses a file that was cut off in the sentence that Node gives', async () => {
    const whole = kerasFile('unet, Keras 2.1.5, .h5');
    await expect(loadKerasModel(whole.slice(0, whole.length / 2))).rejects.toThrow(
      'loadKerasModel: the HDF5 file must be whole, got one that is cut off or damaged',
    );
    expect((await loadKerasModel(whole)).layers.length).toBeGreaterThan(0);
  });
});
