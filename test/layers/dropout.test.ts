import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { dropout, spatialDropout, type Block } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { testBlock } from '../battery';
import { read } from '../read';

for (const [title, make] of Object.entries({ dropout, spatialDropout }))
  testBlock(title, {
    build: () => make({ rate: 0.4 }),
    inputShape: [2, 6, 4, 3],
    outputShape: [2, 6, 4, 3],
    parameters: 0,
  });

const blocks = Object.entries({ dropout, spatialDropout });

function build(block: Block, channels: number) {
  const x = input({ shape: [null, null, channels] });
  return model({ inputs: x, outputs: block(x, 'a') });
}

/** What training makes of ones of `shape`. */
async function dropped(block: Block, shape: [number, number, number, number]): Promise<number[]> {
  const m = build(block, shape[3]);
  const values = await read(() => m.apply(tf.ones(shape), { training: true }) as tf.Tensor);
  m.dispose();
  return values;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

onEachBackend((tolerance) => {
  describe.each(blocks)('%s', (_, make) => {
    it('drops the share that is said in training and keeps the mean', async () => {
      // 6,400 draws of either kind: a share of 0.25 is within 0.03 at 5 standard errors.
      const values = await dropped(make({ rate: 0.25 }), make === dropout ? [1, 20, 20, 16] : [80, 2, 2, 80]);
      expect(mean(values.map((value) => Number(value === 0)))).toBeCloseTo(0.25, 1.2);
      expect(mean(values)).toBeCloseTo(1, 1);
      for (const value of values)
        if (value !== 0) expect(Math.abs(value - 4 / 3)).toBeLessThan(tolerance * 4);
    });

    it('changes nothing in prediction', async () => {
      const m = build(make({ rate: 0.9 }), 3);
      const x = tf.randomNormal([2, 4, 4, 3], 0, 1, 'float32', 1);
      expect(await read(() => m.predict(x) as tf.Tensor)).toEqual(await read(() => tf.clone(x)));
      x.dispose();
      m.dispose();
    });
  });

  it('drops whole channels of an image when it is spatial, others in another image', async () => {
    const [pixels, channels] = [12, 16];
    const values = await dropped(spatialDropout({ rate: 0.5 }), [2, 3, 4, channels]);
    const image = (i: number) => values.slice(i * pixels * channels, (i + 1) * pixels * channels);
    for (const one of [image(0), image(1)]) one.forEach((v, i) => expect(v).toBe(one[i % channels]));
    // Alike by chance once in 2¹⁶.
    expect(image(0)).not.toEqual(image(1));
  });
});

describe('dropout', () => {
  it('leaves its seed open, so that no step has the mask of the one before', async () => {
    for (const [, make] of blocks) {
      const layer = build(make({ rate: 0.5 }), 4).getLayer('a');
      expect(layer.getConfig().seed).toBeUndefined();
      const ones = () => layer.apply(tf.ones([8, 2, 2, 16]), { training: true }) as tf.Tensor;
      expect(await read(ones)).not.toEqual(await read(ones));
    }
  });

  it('makes no layer for a rate of 0', () => {
    const x = input({ shape: [2, 2, 1] });
    for (const [, make] of blocks) expect(make({ rate: 0 })(x, 'a')).toBe(x);
  });

  it('refuses a rate that is no share', () => {
    expect(() => dropout({ rate: 1 })).toThrow(
      new RangeError('dropout: rate must be at least 0 and below 1, got 1.'),
    );
    expect(() => spatialDropout({ rate: -0.1 })).toThrow(
      new RangeError('spatialDropout: rate must be at least 0 and below 1, got -0.1.'),
    );
    expect(() => dropout({ rate: NaN })).toThrow(RangeError);
  });
});
