import '@tensorflow/tfjs-backend-cpu';
import { resnet50 } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames } from '../../battery';

// That it computes what ResNet50 computes is in test/reference/backbones.test.ts.

describe('resnet50', () => {
  it('has 23,587,712 parameters, 23,534,592 of them trainable', () => {
    const model = resnet50({ kernelInitializer: 'zeros' });
    // A convolution with bias and its norm of four values a channel.
    const convNorm = (k: number, a: number, b: number): number => k * k * a * b + 5 * b;
    let byHand = convNorm(7, 3, 64);
    let norms = 64;
    let from = 64;
    for (const [width, blocks] of [
      [64, 3],
      [128, 4],
      [256, 6],
      [512, 3],
    ] as const) {
      byHand += convNorm(1, from, 4 * width); // the shortcut of the first block
      norms += 4 * width;
      for (let i = 0; i < blocks; i++) {
        byHand += convNorm(1, from, width) + convNorm(3, width, width) + convNorm(1, width, 4 * width);
        norms += 6 * width;
        from = 4 * width;
      }
    }
    expect(byHand).toBe(23_587_712);
    expect(model.countParams()).toBe(23_587_712);
    // The running means and variances do not train.
    expect(byHand - 2 * norms).toBe(23_534_592);
    const sizes = model.trainableWeights.map(({ shape }) => shape.reduce<number>((a, b) => a * b!, 1));
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(23_534_592);
    expect(model.outputs[0]!.shape).toEqual([null, 7, 7, 2048]);
    model.dispose();
  });

  it('has the layer names of Keras, steps in the first convolution of a stage, and the epsilon of Keras', () => {
    const model = resnet50({ inputShape: [null, null, 3], kernelInitializer: 'zeros' });
    expect(model.name).toBe('resnet50');
    // keras/src/applications/resnet.py
    const block = (name: string, projects: boolean): string[] => [
      ...(projects ? [`${name}_0_conv`, `${name}_0_bn`] : []),
      ...[1, 2].flatMap((i) => [`${name}_${i}_conv`, `${name}_${i}_bn`, `${name}_${i}_relu`]),
      ...[`${name}_3_conv`, `${name}_3_bn`, `${name}_add`, `${name}_out`],
    ];
    expect(layerNames(model).sort()).toEqual(
      [
        'resnet50_input',
        ...['conv1_pad', 'conv1_conv', 'conv1_bn', 'conv1_relu', 'pool1_pad', 'pool1_pool'],
        ...[3, 4, 6, 3].flatMap((blocks, at) =>
          Array.from({ length: blocks }, (_, i) => block(`conv${at + 2}_block${i + 1}`, i === 0)).flat(),
        ),
      ].sort(),
    );
    const stepsOf = (name: string): unknown => model.getLayer(name).getConfig().strides;
    expect(['conv2_block1_1_conv', 'conv3_block1_1_conv', 'conv3_block1_2_conv'].map(stepsOf)).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
    expect(model.getLayer('conv5_block3_3_bn').getConfig().epsilon).toBe(1.001e-5);
    expect(model.outputs[0]!.sourceLayer.name).toBe('conv5_block3_out');
    model.dispose();
  });
});
