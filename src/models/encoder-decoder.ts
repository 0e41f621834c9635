import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { check, checkInteger, checkType } from '../core/check';
import type { Gate } from '../layers/attention-gate';
import type { Block } from '../layers/block';
import { apply, type Activation } from '../layers/conv';
import { segmentationHead } from '../layers/head';

/** What every encoder-decoder takes. */
export interface SegmentationModelArgs {
  /** Height, width and channels of the images; `null` for a height or width not known yet. Default [256, 256, 1]. */
  inputShape?: readonly [number | null, number | null, number] | undefined;
  /** Width of every level from the full size to the bottom; each level halves height and width. */
  filters?: readonly number[] | undefined;
  /** Maps that come out. Default 1: foreground against background. */
  classes?: number | undefined;
  /** Default `'sigmoid'` for one class and `'softmax'` for more; `'linear'` gives logits. */
  activation?: Activation | undefined;
  /**
   * Share of values dropped in training right before the second convolution of every block, at least 0 and below 1.
   * Default 0. {@link train} draws from its own seed what is dropped.
   */
  dropout?: number | undefined;
  /** The same seed gives the same weights on every run. Default: new ones on every call. */
  seed?: number | undefined;
  /** Name of the model and prefix of its layers. */
  name?: string | undefined;
}

/** The parts that {@link encoderDecoder} joins. */
export interface EncoderDecoderArgs extends Omit<SegmentationModelArgs, 'filters' | 'dropout'> {
  /** Whose name stands in messages. */
  caller: string;
  inputShape: readonly [number | null, number | null, number];
  name: string;
  filters: readonly number[];
  /** The part of a level on the way down. From the second level on it halves height and width first. */
  encoder: (level: number) => Block;
  /** What comes after the encoder of the lowest level. */
  bottleneck?: Block;
  /** What the map of the level below goes through at its own size, given the skip. Default nothing. */
  below?: (level: number) => Gate;
  /** The way from the level below up to this one. */
  up: (level: number) => Block;
  /** What the skip goes through before it is joined, given the map of the level below. Default nothing. */
  skip?: (level: number) => Gate;
  /** The part of a level on the way up, on the upsampled map joined with the skip. */
  decoder: (level: number) => Block;
}

/**
 * A network in the shape of a U: on each level the encoder gives a map, the levels below work on it at half the
 * size, and the decoder gets what comes back up joined with the map itself (the skip, last). Skip and map from below
 * can each go through a gate, which sees both.
 */
export function encoderDecoder({
  caller,
  inputShape,
  name,
  filters,
  encoder,
  bottleneck = (x) => x,
  below = () => (x) => x,
  up,
  skip = () => (x) => x,
  decoder,
  ...head
}: EncoderDecoderArgs): LayersModel {
  checkArgs(caller, inputShape, filters);

  const descend = (x: SymbolicTensor, level: number): SymbolicTensor => {
    const part = (label: string): string => `${name}_${label}${level + 1}`;
    const here = encoder(level)(x, part('encoder'));
    if (level === filters.length - 1) return bottleneck(here, `${name}_bottleneck`);
    const lower = descend(here, level + 1);
    const risen = up(level)(below(level)(lower, here, part('below')), part('up'));
    const passed = skip(level)(here, lower, part('skip'));
    const joined = apply(layers.concatenate({ name: part('concat') }), [risen, passed]);
    return decoder(level)(joined, part('decoder'));
  };

  const image = input({ shape: [...inputShape], name: `${name}_input` });
  const outputs = segmentationHead(head)(descend(image, 0), `${name}_head`);
  return model({ inputs: image, outputs, name });
}

/** Requires an image and widths that make sense, and a size that every level can halve. */
export function checkArgs(
  caller: string,
  inputShape: EncoderDecoderArgs['inputShape'],
  filters: readonly number[],
): void {
  checkShapeAndWidths(caller, inputShape, filters);
  const multiple = 2 ** (filters.length - 1);
  const size = inputShape.slice(0, 2);
  const padded = size.map((length) => length && Math.ceil(length / multiple) * multiple);
  check(
    size.every((length, axis) => length === padded[axis]),
    `${caller}: input height and width must be divisible by ${multiple}, got [${shown(size)}]. ` +
      `Pad to [${shown(padded)}] (padToMultiple).`,
  );
}

/** Requires an image and widths that make sense. */
export function checkShapeAndWidths(
  caller: string,
  inputShape: EncoderDecoderArgs['inputShape'],
  filters: readonly number[],
): void {
  checkType(
    Array.isArray(inputShape) && (inputShape as readonly unknown[]).length === 3,
    `${caller}: inputShape must be [height, width, channels], got ${JSON.stringify(inputShape)}. Use null for an unknown size.`,
  );
  inputShape.forEach((size, axis) => {
    if (size !== null || axis === 2) checkInteger(caller, 'a size of inputShape', size!, 1);
  });
  check(filters.length > 0, `${caller}: filters must name the width of at least one level, got none.`);
  for (const width of filters) checkInteger(caller, 'each of filters', width, 1);
}

/** An unknown size is `null`, which joining alone would leave out. */
function shown(size: readonly (number | null)[]): string {
  return size.map(String).join(', ');
}
