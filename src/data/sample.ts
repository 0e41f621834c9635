import type { Random } from '../core/random';
import type { Image } from './image';

/** One training example: an image and the mask that belongs to it, of equal width and height. */
export interface Sample {
  /** What messages and reports call it, for instance the path of the image. */
  readonly name: string;
  readonly image: Image;
  /** One channel a class; 0 is background and the value of white is foreground. */
  readonly mask: Image;
}

/**
 * A change of image and mask together. It draws everything it needs from `random` first and applies it after,
 * and returns a new sample: what it was given stays as it is.
 */
export type Augmentation = (sample: Sample, random: Random) => Sample;
