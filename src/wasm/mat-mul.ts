import type { _FusedMatMulAttrs, BatchMatMulAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { broadcast_util } from '@tensorflow/tfjs-core';
import { activationNumber } from './activation';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

interface MultiplyArgs extends BatchMatMulAttrs {
  readonly bias: TensorInfo | undefined;
  readonly activation: number | undefined;
  readonly alpha: number;
}

/** `BatchMatMul`: products of matrices, transposed or not, over batches that broadcast. */
export const batchMatMul: NativeKernel = {
  kernelName: 'BatchMatMul',
  run: (native, inputs, attrs) => {
    const { transposeA, transposeB } = attrs as unknown as BatchMatMulAttrs;
    const args = { transposeA, transposeB, bias: undefined, activation: 0, alpha: 0 };
    return multiply(native, inputs['a']!, inputs['b']!, args);
  },
};

/** `_FusedMatMul`: the same with bias and activation, the whole of a Dense layer. */
export const fusedMatMul: NativeKernel = {
  kernelName: '_FusedMatMul',
  run: (native, inputs, attrs) => {
    const { transposeA, transposeB, activation, leakyreluAlpha } = attrs as unknown as _FusedMatMulAttrs;
    return multiply(native, inputs['a']!, inputs['b']!, {
      transposeA,
      transposeB,
      bias: inputs['bias'],
      activation: activationNumber(activation),
      alpha: leakyreluAlpha ?? 0,
    });
  },
};

function multiply(native: Native, a: TensorInfo, b: TensorInfo, args: MultiplyArgs): TensorInfo | null {
  const { transposeA, transposeB, bias, activation, alpha } = args;
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [n, inner] = transposeB ? [rowsB, columnsB] : [columnsB, rowsB];
  const isOurs = a.dtype === 'float32' && b.dtype === 'float32' && activation !== undefined && k === inner;
  // What the stock kernel refuses, it refuses in its own words.
  if (!isOurs || (bias && (bias.shape.length !== 1 || bias.shape[0] !== n))) return null;

  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const y = native.output([...batch, m, n]);
  const count = product(batch);
  if (count * m * n === 0) return y;
  if (k === 0) {
    native.backend.disposeData(y.dataId);
    return null;
  }
  const { kernels, pointer } = native;
  const [pa, pb, py, biasPointer] = [pointer(a), pointer(b), pointer(y), bias ? pointer(bias) : 0];
  const call = (left: number, right: number, out: number, rows: number, scratch: number): void =>
    kernels.matMul(
      left,
      transposeA ? 1 : 0,
      right,
      transposeB ? 1 : 0,
      out,
      rows,
      n,
      k,
      biasPointer,
      activation,
      alpha,
      scratch,
    );

  if (product(batchB) === 1 && !transposeA) {
    // One right side for all: the rows of the whole batch are one matrix.
    call(pa, pb, py, count * m, native.scratch(kernels.matMulScratch(count * m, n, k)));
    return y;
  }
  const scratch = native.scratch(kernels.matMulScratch(m, n, k));
  for (let i = 0; i < count; i++) {
    const left = pa + 4 * m * k * broadcastIndex(i, batch, batchA);
    const right = pb + 4 * k * n * broadcastIndex(i, batch, batchB);
    call(left, right, py + 4 * m * n * i, m, scratch);
  }
  return y;
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Which matrix of a batch of shape `own` the i-th of the broadcast batch `shape` uses. */
function broadcastIndex(i: number, shape: readonly number[], own: readonly number[]): number {
  let rest = i;
  let index = 0;
  let stride = 1;
  for (let axis = shape.length - 1, mine = own.length - 1; mine >= 0; axis--, mine--) {
    const position = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
    if (own[mine] !== 1) index += position * stride;
    stride *= own[mine]!;
  }
  return index;
}
