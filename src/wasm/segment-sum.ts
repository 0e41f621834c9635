import type { TensorInfo, UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { areFloats, sizeOf } from './channels';
import type { NativeKernel } from './kernel';

/** `UnsortedSegmentSum`: rows added up by the segment they belong to, the gradient of `GatherV2`. */
export const segmentSum: NativeKernel = {
  kernelName: 'UnsortedSegmentSum',
  run: (native, inputs, attrs) => {
    const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', TensorInfo>;
    const { numSegments } = attrs as unknown as UnsortedSegmentSumAttrs;
    if (!areFloats(x) || segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1) return null;
    const rows = sizeOf(segmentIds);
    const inner = x.shape.slice(1);
    if (x.shape[0] !== rows || numSegments < 1) return null;
    const y = native.output([numSegments, ...inner]);
    const { kernels, pointer } = native;
    kernels.segmentSum(
      pointer(x),
      pointer(segmentIds),
      pointer(y),
      rows,
      util.sizeFromShape(inner),
      numSegments,
    );
    return y;
  },
};
