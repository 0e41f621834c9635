import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { read } from '../read';
import { values } from '../wasm/shapes';

const tensor = (seed: string, shape: number[]): tf.Tensor =>
  tf.tensor(values(seed, tf.util.sizeFromShape(shape)), shape);
const map = (seed: string, ...shape: [number, number, number, number]) => tensor(seed, shape) as tf.Tensor4D;
const image = (): tf.Tensor4D => map('image', 2, 13, 18, 5);
const square = (size: number, out = 7, channels = 5): tf.Tensor4D => map('filter', size, size, channels, out);

/** The gradient of a weighted sum of what `f` gives, so that each output counts differently. */
function gradient(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.grad((at: tf.Tensor) => {
    const y = f(at);
    return tf.sum(tf.mul(y, tensor('weights', y.shape)));
  })(x);
}

/** What calls each kind of our kernels, by its name. */
export const kernels: Record<string, () => tf.Tensor> = {
  'Conv2D 3×3': () => tf.conv2d(image(), square(3), 1, 'same'),
  'Conv2D 1×1': () => tf.conv2d(image(), square(1), 1, 'same'),
  'Conv2D 3×3 of stride 2': () => tf.conv2d(image(), square(3), 2, 'same'),
  'FusedConv2D with bias and ReLU': () =>
    tf.fused.conv2d({
      x: image(),
      filter: square(3),
      strides: 1,
      pad: 'same',
      bias: tensor('bias', [7]),
      activation: 'relu',
    }),
  'Conv2DBackpropInput 3×3': () =>
    gradient((x) => tf.conv2d(x as tf.Tensor4D, square(3), 1, 'same'), image()),
  'Conv2DBackpropInput of stride 2': () =>
    gradient((x) => tf.conv2d(x as tf.Tensor4D, square(2), 2, 'same'), image()),
  'Conv2DBackpropFilter 3×3': () =>
    gradient((w) => tf.conv2d(image(), w as tf.Tensor4D, 1, 'same'), square(3)),
  'Conv2DBackpropFilter of stride 2': () =>
    gradient((w) => tf.conv2d(image(), w as tf.Tensor4D, 2, 'same'), square(3)),
  'the transposed convolution': () =>
    tf.conv2dTranspose(image(), map('up', 2, 2, 4, 5), [2, 26, 36, 4], 2, 'same'),
  'BatchMatMul with either side transposed': () => {
    const [a, b] = [tensor('a', [3, 9, 14]), tensor('b', [3, 14, 11])];
    return tf.concat([
      tf.matMul(a, b),
      tf.matMul(tf.transpose(a, [0, 2, 1]), b, true),
      tf.matMul(a, tf.transpose(b, [0, 2, 1]), false, true),
    ]);
  },
  'batch normalisation by its own statistics': () => normalised(image()),
  'the gradient of batch normalisation': () => gradient(normalised, image()),
  'max pooling': () => tf.maxPool(image(), 2, 2, 'valid'),
  'the gradient of max pooling': () => gradient((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), image()),
};

function normalised(x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const [offset, scale] = [tensor('offset', [5]), tensor('scale', [5])] as [tf.Tensor1D, tf.Tensor1D];
  return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale, 1e-3);
}

/** What the cpu backend gives; the WASM backend is selected again. */
export async function onCpu(name: string): Promise<number[]> {
  await tf.setBackend('cpu');
  const result = await read(kernels[name]!);
  await tf.setBackend('wasm');
  return result;
}
