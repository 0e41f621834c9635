import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { areFloats, periodOf } from './channels';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

/**
 * `Tile` of a tensor that spreads along axes of size 1 side by side: how sums and means give their gradients back, a
 * vector over the pixels of each image, a pixel's number over its channels, or one number over anything.
 */
export const tile: NativeKernel = {
  kernelName: 'Tile',
  run: (native, inputs, attrs) => {
    const x = inputs['x']!;
    const reps = attrs['reps'] as number[];
    if (!areFloats(x) || reps.length !== x.shape.length) return null;
    const repeated = reps.map((rep) => rep !== 1);
    const [first, end] = [repeated.indexOf(true), repeated.lastIndexOf(true) + 1];
    if (first < 0 || x.shape.slice(first, end).some((size) => size !== 1)) return null;
    const y = native.output(x.shape.map((size, axis) => size * reps[axis]!));
    const spread = {
      outer: util.sizeFromShape(x.shape.slice(0, first)),
      times: reps.slice(first, end).reduce((product, rep) => product * rep, 1),
      inner: util.sizeFromShape(x.shape.slice(end)),
    };
    if (spread.times > 0) repeatEach(native, x, y, spread);
    return y;
  },
};

interface Spread {
  readonly outer: number;
  readonly times: number;
  readonly inner: number;
}

/** Each of `outer` runs of `inner` numbers, so many times one after the other. */
function repeatEach(native: Native, x: TensorInfo, y: TensorInfo, { outer, times, inner }: Spread): void {
  const { kernels, pointer } = native;
  if (outer * 256 > times * inner || inner > 4096) {
    kernels.repeatPixels(pointer(x), pointer(y), 1, outer, inner, 1, times);
    return;
  }
  // Few long runs: worth a row in which odd lengths run through full vectors.
  const period = periodOf(inner);
  const row = native.scratch(4 * period);
  const size = times * inner;
  for (let run = 0; run < outer; run++) {
    kernels.repeatRow(pointer(x) + 4 * inner * run, row, inner, period);
    kernels.fillRow(row, pointer(y) + 4 * size * run, size, period);
  }
}
