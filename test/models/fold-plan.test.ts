import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { foldPlan, unknownLayer } from '../../src/models/fold-plan';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A convolution with L2, BN of half the scale, tanh, and what is given. */
function small(...more: layers.Layer[]): LayersModel {
  const x = input({ shape: [4, 4, 1], name: 'image' });
  const row = [
    layers.conv2d({ filters: 2, kernelSize: 3, useBias: false, kernelRegularizer: 'l1l2', name: 'conv' }),
    layers.batchNormalization({ name: 'norm' }),
    layers.rescaling({ scale: 0.5, name: 'half' }),
    layers.activation({ activation: 'tanh', name: 'tanh' }),
    ...more,
  ];
  const y = row.reduce((h, layer) => layer.apply(h) as SymbolicTensor, x);
  return createModel({ inputs: x, outputs: y });
}

describe('foldPlan', () => {
  it('joins the layers of a chain under the name of the first, and what takes their output follows it', () => {
    const { config, layers: planned } = foldPlan(small(layers.flatten({ name: 'flat' })));
    expect(
      planned.map(({ name, absorbed }) => [name, ...absorbed.map((layer) => layer.name)].join(' ')),
    ).toEqual(['image', 'conv norm half', 'flat']);
    const [, conv, flat] = config['layers'] as {
      inboundNodes: unknown;
      config: tf.serialization.ConfigDict;
    }[];
    expect(conv!.config).toMatchObject({ activation: 'tanh', useBias: true, filters: 2, padding: 'valid' });
    expect(conv!.config).not.toHaveProperty('kernelRegularizer');
    expect(flat!.inboundNodes).toEqual([[['conv', 0, 0, {}]]]);
    expect(config['outputLayers']).toEqual([['flat', 0, 0]]);
  });

  it('gives an output the name it had', () => {
    const { config, layers: planned } = foldPlan(small());
    expect(planned.map(({ name }) => name)).toEqual(['image', 'tanh']);
    expect(config['outputLayers']).toEqual([['tanh', 0, 0]]);
  });
});

describe('unknownLayer', () => {
  it('finds a class that is not the one of its name', () => {
    expect(unknownLayer(small())).toBeUndefined();
    class Flatten extends layers.Layer {
      static readonly className = 'Flatten';
      override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
        return x;
      }
    }
    const own = new Flatten({ name: 'own' });
    expect(unknownLayer(small(own))).toBe(own);
  });
});
