import type { io } from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { toFloat16 } from '../core/half';

/**
 * Saves kernels as 16-bit floats: half the size, three decimals. Around any handler of `model.save(…)`; what it writes,
 * `tf.loadLayersModel` opens without this library, as floats again. Biases and statistics stay as they are, and a kernel
 * with values beyond 65,504 too.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { unet, withFloat16Weights } from 'hilum';
 *
 * const model = unet({ inputShape: [16, 16, 1], filters: [2, 4] });
 * let bytes = 0;
 * const handler = tf.io.withSaveHandler(async ({ weightData }) => {
 *   bytes = (weightData as ArrayBuffer).byteLength;
 *   return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
 * });
 * await model.save(withFloat16Weights(handler));
 * console.log(bytes < 0.6 * 4 * model.countParams()); // true
 * model.dispose();
 * ```
 */
export function withFloat16Weights(handler: io.IOHandler): io.IOHandler {
  return quantizing('withFloat16Weights', handler, (values) => {
    if (values.some((x) => Math.abs(x) > 65_504)) return undefined;
    return { quantization: { dtype: 'float16' }, data: toFloat16(values) };
  });
}

/**
 * Saves kernels in 255 even steps between the smallest and the largest value of each: a quarter of the size. Around any
 * handler of `model.save(…)`; what it writes, `tf.loadLayersModel` opens without this library, as floats again. Biases
 * and statistics stay as they are. Measure what it costs: predictions change by a few per cent of their scale.
 *
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { unet, withUint8Weights } from 'hilum';
 * import { fileSystem } from 'hilum/node';
 *
 * const model = unet({ inputShape: [16, 16, 1], filters: [2, 4] });
 * await model.save(withUint8Weights(fileSystem(join(tmpdir(), 'hilum-uint8'))));
 * model.dispose();
 * ```
 */
export function withUint8Weights(handler: io.IOHandler): io.IOHandler {
  return quantizing('withUint8Weights', handler, (values) => {
    let [min, max] = [Infinity, -Infinity];
    for (const x of values) [min, max] = [Math.min(min, x), Math.max(max, x)];
    if (!Number.isFinite(max - min)) return undefined;
    // One level, or none between two floats: any step will do.
    const scale = (max - min) / 255 || 1;
    return {
      quantization: { dtype: 'uint8', min, scale },
      data: Uint8Array.from(values, (x) => Math.round((x - min) / scale)),
    };
  });
}

interface Quantized {
  quantization: NonNullable<io.WeightsManifestEntry['quantization']>;
  data: Uint8Array | Uint16Array;
}

/** A handler that changes what is saved; undefined keeps a kernel as it is. */
function quantizing(
  caller: string,
  handler: io.IOHandler,
  quantize: (values: Float32Array) => Quantized | undefined,
): io.IOHandler {
  const { save, load } = handler;
  check(save !== undefined, `${caller}: handler must save, got one that loads only.`);
  return {
    ...(load && { load: () => load.call(handler) }),
    save: (artifacts) => save.call(handler, quantized(artifacts, quantize)),
  };
}

function quantized(
  { weightData, weightSpecs, ...rest }: io.ModelArtifacts,
  quantize: (values: Float32Array) => Quantized | undefined,
): io.ModelArtifacts {
  if (!weightData || !weightSpecs) return rest;
  const whole = joined([weightData].flat().map((piece) => new Uint8Array(piece)));
  let at = 0;
  const weights = weightSpecs.map((spec) => {
    // What is not float32 is seldom, and not of 4 bytes a value only where it is bool.
    const bytes = (spec.dtype === 'bool' ? 1 : 4) * spec.shape.reduce((product, size) => product * size, 1);
    const part = whole.slice(at, (at += bytes));
    const kernel = spec.dtype === 'float32' && spec.shape.length > 1;
    const result = kernel ? quantize(new Float32Array(part.buffer)) : undefined;
    return result
      ? { spec: { ...spec, quantization: result.quantization }, data: new Uint8Array(result.data.buffer) }
      : { spec, data: part };
  });
  return {
    ...rest,
    weightSpecs: weights.map(({ spec }) => spec),
    weightData: joined(weights.map(({ data }) => data)).buffer,
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
