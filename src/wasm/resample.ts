import type { ResizeNearestNeighborAttrs, ResizeNearestNeighborGradAttrs } from '@tensorflow/tfjs-core';
import { areFloats } from './channels';
import type { NativeKernel } from './kernel';

/** `ResizeNearestNeighbor` by whole factors, as upsampling layers do it: every pixel becomes a block. */
export const resizeNearestNeighbor: NativeKernel = {
  kernelName: 'ResizeNearestNeighbor',
  run: (native, inputs, attrs) => {
    const images = inputs['images']!;
    const { size, alignCorners } = attrs as unknown as ResizeNearestNeighborAttrs;
    const [batch, height, width, channels] = images.shape as [number, number, number, number];
    const [kh, kw] = [size[0] / height, size[1] / width];
    if (alignCorners || !areFloats(images) || !isFactor(kh) || !isFactor(kw)) return null;
    const y = native.output([batch, ...size, channels]);
    const { kernels, pointer } = native;
    kernels.repeatPixels(pointer(images), pointer(y), batch * height, width, channels, kh, kw);
    return y;
  },
};

/** `ResizeNearestNeighborGrad` by whole factors: every block is summed. */
export const resizeNearestNeighborGrad: NativeKernel = {
  kernelName: 'ResizeNearestNeighborGrad',
  run: (native, inputs, attrs) => {
    const images = inputs['images']!;
    const dy = inputs['dy']!;
    const { alignCorners } = attrs as unknown as ResizeNearestNeighborGradAttrs;
    const [batch, height, width, channels] = images.shape as [number, number, number, number];
    const [kh, kw] = [dy.shape[1]! / height, dy.shape[2]! / width];
    if (alignCorners || !areFloats(dy) || !isFactor(kh) || !isFactor(kw)) return null;
    const dx = native.output(images.shape);
    const { kernels, pointer } = native;
    kernels.sumPixels(pointer(dy), pointer(dx), batch * height, width, channels, kh, kw);
    return dx;
  },
};

const isFactor = (ratio: number): boolean => Number.isInteger(ratio) && ratio > 0;
