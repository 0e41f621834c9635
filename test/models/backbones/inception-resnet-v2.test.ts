import '@tensorflow/tfjs-backend-cpu';
import { inceptionResnetV2 } from 'hilum';
import { afterAll, describe, expect, it } from 'vitest';
import { layerNames } from '../../battery';

// That it computes what InceptionResNetV2 computes is in test/reference/backbones.test.ts.

describe('inceptionResnetV2', () => {
  const model = inceptionResnetV2({ kernelInitializer: 'zeros' });
  const names = layerNames(model);
  afterAll(() => {
    model.dispose();
  });

  it('has 54,336,736 parameters, 54,276,192 of them trainable', () => {
    // A convolution without bias, and its norm of three values a channel: no scale.
    const conv = (a: number, b: number, taps = 1): number => taps * a * b + 3 * b;
    /** The 1×1 convolution with bias that gives a residual block its width. */
    const up = (a: number, b: number): number => a * b + b;
    const byHand =
      conv(3, 32, 9) +
      conv(32, 32, 9) +
      conv(32, 64, 9) +
      conv(64, 80) +
      conv(80, 192, 9) +
      (conv(192, 96) + conv(192, 48) + conv(48, 64, 25)) + // mixed_5b
      (conv(192, 64) + conv(64, 96, 9) + conv(96, 96, 9) + conv(192, 64)) +
      10 * (3 * conv(320, 32) + 1 * conv(32, 32, 9) + conv(32, 48, 9) + conv(48, 64, 9) + up(128, 320)) +
      (conv(320, 384, 9) + conv(320, 256) + conv(256, 256, 9) + conv(256, 384, 9)) + // mixed_6a
      20 * (conv(1088, 192) + conv(1088, 128) + conv(128, 160, 7) + conv(160, 192, 7) + up(384, 1088)) +
      (3 * conv(1088, 256) + conv(256, 384, 9) + 2 * conv(256, 288, 9) + conv(288, 320, 9)) + // mixed_7a
      10 * (2 * conv(2080, 192) + conv(192, 224, 3) + conv(224, 256, 3) + up(448, 2080)) +
      conv(2080, 1536);
    expect(byHand).toBe(54_336_736);
    expect(model.countParams()).toBe(54_336_736);
    const sizes = model.trainableWeights.map(({ shape }) => shape.reduce<number>((a, b) => a * b!, 1));
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(54_276_192);
  });

  it('gives 8×8×1536 features of 299×299', () => {
    expect(model.outputs[0]!.shape).toEqual([null, 8, 8, 1536]);
  });

  it('has the layer names of a fresh session of Keras, the first of a kind without a number', () => {
    expect(model.name).toBe('inception_resnet_v2');
    // keras/src/applications/inception_resnet_v2.py: 203 convolutions and norms without a name of their own.
    for (const kind of ['conv2d', 'batch_normalization', 'activation']) {
      const numbered = Array.from({ length: 203 }, (_, i) => (i ? `${kind}_${i}` : kind));
      expect(names.filter((name) => new RegExp(`^${kind}(_\\d+)?$`).test(name)).sort()).toEqual(
        numbered.sort(),
      );
    }
    const own = (kind: string, blocks: number): string[] =>
      Array.from({ length: blocks }, (_, i) => `${kind}_${i + 1}`).flatMap((name) => [
        ...[`${name}_mixed`, `${name}_conv`, `${name}_scale`, name],
        ...(name === 'block8_10' ? [] : [`${name}_ac`]),
      ]);
    expect(names.filter((name) => /^(block|mixed|conv_7b|input|inception)/.test(name)).sort()).toEqual(
      [
        'inception_resnet_v2_input',
        ...['mixed_5b', 'mixed_6a', 'mixed_7a', 'conv_7b', 'conv_7b_bn', 'conv_7b_ac'],
        ...own('block35', 10),
        ...own('block17', 20),
        ...own('block8', 10),
      ].sort(),
    );
  });

  it('counts its layers in the order in which Keras makes them', () => {
    const shapeOf = (name: string): unknown => model.getLayer(name).getWeights()[0]!.shape;
    // The branches of mixed_5b are the 6th to the 12th convolution, the pooled branch last.
    expect(shapeOf('conv2d_5')).toEqual([1, 1, 192, 96]);
    expect(shapeOf('conv2d_7')).toEqual([5, 5, 48, 64]);
    expect(shapeOf('conv2d_11')).toEqual([1, 1, 192, 64]);
    // Ten blocks of six later come the four of mixed_6a.
    expect(shapeOf('conv2d_72')).toEqual([3, 3, 320, 384]);
    expect(shapeOf('conv2d_202')).toEqual([3, 1, 224, 256]);
  });

  it('scales what a block adds by 0.17, 0.1, 0.2, and the last by 1, without ReLU', () => {
    const scaleOf = (name: string): unknown => model.getLayer(`${name}_scale`).getConfig().scale;
    expect(['block35_10', 'block17_20', 'block8_9', 'block8_10'].map(scaleOf)).toEqual([0.17, 0.1, 0.2, 1]);
    expect(names).not.toContain('block8_10_ac');
  });
});
