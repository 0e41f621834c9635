import * as tf from '@tensorflow/tfjs-core';
import { chestPhantom, segment, unet } from 'hilum';
import { describe, expect, inject, it } from 'vitest';
import { onEachBackend, selectBackend } from './backends';
import { shortTraining } from './short-training';
import { tolerances } from './tolerances';

const node = inject('shortTraining');

onEachBackend((_, name) => {
  describe('a short training', () => {
    it('lowers the loss step for step as the cpu backend does in Node', async () => {
      const history = await shortTraining();
      expect(history['loss']!.at(-1)).toBeLessThan(history['loss']![0]!);
      for (const [key, values] of Object.entries(node))
        values.forEach((value, epoch) =>
          expect(
            Math.abs(history[key]![epoch]! - value),
            `${key} of epoch ${epoch}: ${history[key]![epoch]!} instead of ${value}`,
          ).toBeLessThan(tolerances.training[name]),
        );
    });
  });

  describe('segment', () => {
    it('gives the mask that the cpu backend gives, at the size of the image, and leaves no tensor', async () => {
      const { image } = chestPhantom({ seed: 3, size: 70 });
      const run = async () => {
        const model = unet({ inputShape: [32, 32, 1], filters: [4, 8], seed: 1 });
        const before = tf.memory().numTensors;
        const result = await segment(model, image);
        expect(tf.memory().numTensors).toBe(before);
        model.dispose();
        return result;
      };
      const here = await run();
      await selectBackend('cpu');
      const expected = await run();
      await selectBackend(name);
      expect([here.mask.width, here.mask.height]).toEqual([70, 70]);
      const apart = here.probabilities.data.map((p, i) => Math.abs(p - expected.probabilities.data[i]!));
      expect(Math.max(...apart)).toBeLessThan(1e-4);
      const others = here.mask.data.filter((value, i) => value !== expected.mask.data[i]).length;
      expect(others / here.mask.data.length).toBeLessThan(1e-3);
    });
  });
});
