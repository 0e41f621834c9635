// A setup for threads: the cpu backend, and functions as a model might have been trained with.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

await tf.setBackend('cpu');

/** Every pixel of the image from the upper left corner on. */
export function prepare({ width, channels, depth, data }, size) {
  const cut = new Uint8Array(size.width * size.height);
  for (let i = 0; i < cut.length; i++)
    cut[i] = data[(Math.floor(i / size.width) * width + (i % size.width)) * channels];
  return { ...size, channels: 1, depth, data: cut };
}

/** White is -1. */
export function normalize(image) {
  return { ...image, depth: 32, data: Float32Array.from(image.data, (value) => -value / 255) };
}
