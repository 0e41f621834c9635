import { check, checkIntegers } from '../core/check';

/**
 * A picture as plain data. Pixels lie row by row, channels innermost (HWC).
 *
 * | depth | data | values |
 * |---|---|---|
 * | 8 | `Uint8Array` | 0 to 255 |
 * | 16 | `Uint16Array` | 0 to 65,535 |
 * | 32 | `Float32Array` | any; black is 0 and white is 1 where a function has to know |
 */
export interface Image<Data extends PixelData = PixelData> {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: number;
  /** Bits a value. */
  readonly depth: 8 | 16 | 32;
  /** `height · width · channels` values. */
  readonly data: Data;
  /** Millimetres from the centre of a pixel to that of the one below and of the one on the right, where a file tells. */
  readonly spacing?: readonly [down: number, across: number];
  /** The file it was decoded from, by the name that the decoder was given. What is made of an image has none. */
  readonly source?: string;
}

/** The typed arrays an {@link Image} can hold. */
export type PixelData = Uint8Array | Uint16Array | Float32Array;

/** Where an image begins: everything that is not given is derived from `data`, or zero. */
export interface CreateImageArgs<Data extends PixelData> {
  width: number;
  height: number;
  /** Default 1. */
  channels?: number;
  data: Data;
  /** Default none: not known. */
  spacing?: Image['spacing'] | undefined;
  /** Default none. */
  source?: string | undefined;
}

/**
 * An {@link Image} around `data`, which is kept, not copied; the depth follows from the type of the array.
 *
 * @throws RangeError when the size is not that of the data
 * @example
 * ```ts
 * import { createImage } from 'hilum';
 *
 * const grey = createImage({ width: 3, height: 2, data: new Uint16Array(6) });
 * console.log(grey.channels, grey.depth); // 1 16
 * ```
 */
export function createImage<Data extends PixelData>({
  width,
  height,
  channels = 1,
  data,
  spacing,
  source,
}: CreateImageArgs<Data>): Image<Data> {
  checkIntegers('createImage', { width, height, channels }, 1);
  check(
    data.length === width * height * channels,
    `createImage: data must hold width × height × channels = ${width * height * channels} values, got ${data.length}.`,
  );
  const depth = data instanceof Uint8Array ? 8 : data instanceof Uint16Array ? 16 : 32;
  return {
    ...{ width, height, channels, depth, data },
    ...(spacing && { spacing }),
    ...(source !== undefined && { source }),
  };
}

/** The value of white: 255, 65,535, or 1 for floats. */
export function whiteOf(image: Image): number {
  return image.depth === 32 ? 1 : 2 ** image.depth - 1;
}
