import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkType } from '../core/check';
import type { Image } from '../data/image';
import { prepareImage, type PrepareArgs } from '../data/prepare';
import { rescale } from '../data/rescale';

/** How an image becomes what a network sees; the defaults fit one trained on {@link prepareImage} and {@link rescale}. */
export interface NetworkInputArgs {
  /** The size the network sees. Default: the model's input size; where that is open, the image's own. */
  size?: PrepareArgs;
  /** Brings the image to that size, as in training. Default {@link prepareImage}. */
  prepare?: (image: Image, size: PrepareArgs) => Image;
  /** Brings its values to the network's range, as in training. Default {@link rescale}. */
  normalize?: (image: Image) => Image<Float32Array>;
}

/** Prepares and normalises an image for a model, of the channels that it takes. */
export function networkInput(
  caller: string,
  model: LayersModel,
  image: Image,
  { size = inputSizeOf(model) ?? image, prepare = prepareImage, normalize = rescale }: NetworkInputArgs,
): Image<Float32Array> {
  checkImage(caller, image);
  const seen = normalize(prepare(image, { width: size.width, height: size.height }));
  const wanted = model.inputs[0]?.shape[3];
  check(
    seen.channels === wanted,
    `${caller}: the image must have the ${wanted} channels that the model takes, got ${seen.channels}. Change them in normalize.`,
  );
  return seen;
}

/** Requires an image: a sample, a tensor or a list of images is near at hand and would be read as nonsense. */
function checkImage(caller: string, image: unknown): void {
  const { width, height, channels, data } = Object(image) as Partial<Image>;
  checkType(
    ArrayBuffer.isView(data) && [width, height, channels].every(Number.isInteger),
    `${caller}: image must be an Image of width, height, channels and data, got ${kindOf(image)}. ` +
      'Give the image of a sample, one image at a time; createImage makes one of numbers.',
  );
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? `"${value}"` : String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const { shape } = value as { shape?: unknown };
  return Array.isArray(shape)
    ? `a tensor [${shape.join(', ')}]`
    : `an object with ${Object.keys(value).slice(0, 4).join(', ') || 'nothing'}`;
}

/** The size in the model's input shape, where it is fixed. */
function inputSizeOf(model: LayersModel): PrepareArgs | undefined {
  const [, height, width] = model.inputs[0]?.shape ?? [];
  return height && width ? { width, height } : undefined;
}
