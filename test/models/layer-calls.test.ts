import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { unet } from 'hilum';
import { expect, it } from 'vitest';
import { layerCalls } from '../../src/models/layer-calls';

it('gives the layers in running order with their shapes at a size that the model does not know', () => {
  const net = unet({ inputShape: [null, null, 1], filters: [2, 3] });
  expect(layerCalls(net, [[5, 4, 6, 1]]).map(({ layer, outputShape }) => [layer.name, outputShape])).toEqual([
    ['unet_input', [5, 4, 6, 1]],
    ['unet_encoder1_conv1', [5, 4, 6, 2]],
    ['unet_encoder1_conv2', [5, 4, 6, 2]],
    ['unet_encoder2_pool', [5, 2, 3, 2]],
    ['unet_encoder2_conv1', [5, 2, 3, 3]],
    ['unet_encoder2_conv2', [5, 2, 3, 3]],
    ['unet_up1', [5, 4, 6, 2]],
    ['unet_concat1', [5, 4, 6, 4]],
    ['unet_decoder1_conv1', [5, 4, 6, 2]],
    ['unet_decoder1_conv2', [5, 4, 6, 2]],
    ['unet_head', [5, 4, 6, 1]],
  ]);
  net.dispose();
});

it('tells whose outputs each takes, and calls a shared layer as often as it is used', () => {
  const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [3], name: 'b' })];
  const shared = layers.dense({ units: 2, name: 'shared' });
  const both = [a, b].map((x) => shared.apply(x) as SymbolicTensor);
  const net = model({ inputs: [a, b], outputs: layers.add({ name: 'sum' }).apply(both) as SymbolicTensor });
  const calls = layerCalls(net, [
    [1, 3],
    [1, 3],
  ]);
  expect(calls.map(({ layer }) => layer.name)).toEqual(['a', 'shared', 'b', 'shared', 'sum']);
  expect(calls[4]!.from).toEqual([calls[1], calls[3]]);
  expect(calls[4]!.inputShapes).toEqual([
    [1, 2],
    [1, 2],
  ]);
  net.dispose();
});

it('runs a model inside once, for all of its outputs', () => {
  const x = input({ shape: [4], name: 'x' });
  const parts = ['p', 'q'].map((name, i) => layers.dense({ units: i + 1, name }).apply(x) as SymbolicTensor);
  const inner = model({ inputs: x, outputs: parts, name: 'inner' });
  const image = input({ shape: [4], name: 'image' });
  const [p, q] = inner.apply(image) as SymbolicTensor[];
  const joined = layers.concatenate({ name: 'joined' }).apply([p!, q!]) as SymbolicTensor;
  const outer = model({ inputs: image, outputs: joined });
  const calls = layerCalls(outer, [[7, 4]]);
  expect(calls.map(({ layer }) => layer.name)).toEqual(['image', 'inner', 'joined']);
  expect(calls[2]!.inputShapes).toEqual([
    [7, 1],
    [7, 2],
  ]);
  expect(calls[2]!.outputShape).toEqual([7, 3]);
  outer.dispose();
});
