import { sizeOf } from './channels';
import type { NativeKernel } from './kernel';

/** `HilumReluGrad`: dy where `y` is positive, in one pass instead of the three of Step, Cast and Multiply. */
export const reluGrad: NativeKernel = {
  kernelName: 'HilumReluGrad',
  run: (native, { dy, y }) => {
    const dx = native.output(dy!.shape);
    const { kernels, pointer } = native;
    kernels.reluGrad(pointer(dy!), pointer(y!), pointer(dx), sizeOf(dy!));
    return dx;
  },
};

/** `HilumSquareGrad`: 2 · x · dy in one pass. */
export const squareGrad: NativeKernel = {
  kernelName: 'HilumSquareGrad',
  run: (native, { dy, x }) => {
    const dx = native.output(dy!.shape);
    const { kernels, pointer } = native;
    kernels.squareGrad(pointer(dy!), pointer(x!), pointer(dx), sizeOf(dy!));
    return dx;
  },
};
