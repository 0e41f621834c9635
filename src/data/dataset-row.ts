import { toGrey } from './grey';
import { contentHash, perceptualHash } from './image-hash';
import { whiteOf, type Image } from './image';

/** What is known of one image of a dataset. */
export interface DatasetRow extends ImageMeasures {
  readonly name: string;
  readonly source: string | undefined;
  readonly label: string | undefined;
  readonly split: string | undefined;
  readonly group: string | undefined;
  /** Share of the mask that is inside; undefined without a mask. */
  readonly maskShare: number | undefined;
}

/** What is measured of an image for {@link describeDataset}. Nothing of the pixels is kept. */
export interface ImageMeasures {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly depth: number;
  /** Of the grey image in units of white: 0 black, 1 white. */
  readonly mean: number;
  readonly deviation: number;
  readonly contentHash: string;
  readonly perceptualHash: string | undefined;
}

/** The size of an image, its values in two numbers, and its hashes. */
export function measureImage(image: Image): ImageMeasures {
  const { width, height, channels, depth } = image;
  return {
    width,
    height,
    channels,
    depth,
    ...spread(image),
    contentHash: contentHash(image),
    perceptualHash: perceptualHash(image),
  };
}

/** Mean and deviation of the grey image, in units of white. */
function spread(image: Image): { mean: number; deviation: number } {
  const { data } = toGrey(image);
  let sum = 0;
  let squares = 0;
  // Distances from the first pixel: their squares do not lose a small deviation on a large mean.
  const origin = data[0]!;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]! - origin;
    sum += value;
    squares += value * value;
  }
  const mean = sum / data.length;
  const white = whiteOf(image);
  return {
    mean: (origin + mean) / white,
    deviation: Math.sqrt(Math.max(0, squares / data.length - mean * mean)) / white,
  };
}
