import { areFloats, periodOf, repeat, sizeOf, vectorLength } from './channels';
import type { NativeKernel } from './kernel';

/** `Tile` of a vector along the channels over an image, or of one number over anything: how means spread back. */
export const tile: NativeKernel = {
  kernelName: 'Tile',
  run: (native, inputs, attrs) => {
    const x = inputs['x']!;
    const reps = attrs['reps'] as number[];
    const channels = vectorLength(x.shape);
    const whole = channels === 1 || reps.at(-1) === 1;
    if (!areFloats(x) || channels === undefined || !whole || reps.length !== x.shape.length) return null;
    const y = native.output(x.shape.map((size, axis) => size * reps[axis]!));
    const period = periodOf(channels);
    const row = native.scratch(4 * period);
    repeat(native, x, row, period);
    native.kernels.fillRow(row, native.pointer(y), sizeOf(y), period);
    return y;
  },
};
