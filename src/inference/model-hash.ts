import type { LayersModel } from '@tensorflow/tfjs-layers';
import { contentHash } from '../data/image-hash';
import { createImage, type PixelData } from '../data/image';

/**
 * A name for what a model computes: of its layers, how they are joined, and the values of its weights. How weights began
 * does not count.
 */
export async function modelHash(model: LayersModel): Promise<string> {
  const topology = JSON.stringify(model.getConfig(), (key, value: unknown) =>
    /initializer$/i.test(key) ? undefined : value,
  );
  const parts = [hashOf(new TextEncoder().encode(topology))];
  for (const weight of model.getWeights())
    parts.push(weight.shape.join('×'), hashOf(Float32Array.from(await weight.data())));
  return textHash(parts.join(' '));
}

/** A name for a text. */
export function textHash(text: string): string {
  return hashOf(new TextEncoder().encode(text));
}

/** Values are pixels of one row. */
function hashOf(data: PixelData): string {
  return data.length === 0 ? '0' : contentHash(createImage({ width: data.length, height: 1, data }));
}
