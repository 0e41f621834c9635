import type { StoredTensor } from './hdf5';
import type { KerasTensor } from './keras-layer';

/** The file a tensor comes from. */
export interface Origin {
  readonly backend: string | undefined;
}

/** Weights of a layer as they are since Keras 2 on TensorFlow, from what older versions and Theano stored. */
export function asStoredToday(
  className: string,
  part: string,
  tensor: KerasTensor,
  { backend }: Origin,
): StoredTensor {
  if (part !== 'kernel') return tensor;
  let kernel: StoredTensor = tensor;
  // Keras 1 called kernels W. Files without a version may be of any.
  if (/_W(_\d+)?(:\d+)?$/.test(tensor.name)) {
    const [rows, columns, third, fourth] = tensor.shape as [number, number, number, number];
    // [length, 1, channels, filters]
    if (className === 'Conv1D' && tensor.shape.length === 4)
      kernel = { shape: [rows, third, fourth], data: tensor.data };
    // [rows, columns, channels, filters]
    if (className === 'Conv2DTranspose') kernel = lastTwoSwapped(tensor, rows * columns, third, fourth);
  }
  // Theano convolves where the others correlate.
  const flips = backend === 'theano' && /^Conv[123]D(Transpose)?$/.test(className);
  return flips ? flipped(kernel) : kernel;
}

function lastTwoSwapped(
  { shape, data }: StoredTensor,
  places: number,
  rows: number,
  columns: number,
): StoredTensor {
  const swapped = new Float32Array(data.length);
  for (let place = 0; place < places; place++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        swapped[(place * columns + column) * rows + row] = data[(place * rows + row) * columns + column]!;
  return { shape: [...shape.slice(0, -2), columns, rows], data: swapped };
}

/** All but the last two axes the other way round: their places, taken as one row, are read from the end. */
function flipped({ shape, data }: StoredTensor): StoredTensor {
  const size = shape.slice(-2).reduce((product, n) => product * n, 1);
  const turned = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += size)
    turned.set(data.subarray(at, at + size), data.length - size - at);
  return { shape, data: turned };
}
