import { check } from '../core/check';
import { checkFeatures, type Features } from '../core/features';

/** What {@link standardScaler} learned, plain data but for its function. */
export interface StandardScaler {
  /** The mean of each feature. */
  readonly mean: Float64Array;
  /** What the centred feature is divided by: its standard deviation, or 1 where that is 0. */
  readonly scale: Float64Array;
  /** (x − mean) / scale of any features of this kind. */
  transform(features: Features): Features;
}

/**
 * Brings every feature to mean 0 and standard deviation 1, as scikit-learn's `StandardScaler` does (the variance divides
 * by the number of images). Fit it on training data alone and apply it to both: features of the test images would leak
 * what they are otherwise. A feature that is always the same becomes 0.
 *
 * @param train the features to learn mean and scale from
 * @throws RangeError when there is no image, or features are not finite or of another number than those in `train`
 * @example
 * ```ts
 * import { standardScaler } from 'hilum';
 *
 * const train = { shape: [2, 2], data: Float32Array.of(1, 5, 3, 5), names: ['a', 'b'] } as const;
 * const scaler = standardScaler(train);
 * console.log(scaler.transform(train).data); // −1, 0, 1, 0
 * ```
 */
export function standardScaler(train: Features): StandardScaler {
  checkFeatures('standardScaler', train);
  const [images, width] = train.shape;
  check(images > 0, 'standardScaler: there must be an image, got none.');
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  for (let i = 0; i < images * width; i++) mean[i % width]! += train.data[i]! / images;
  for (let i = 0; i < images * width; i++) scale[i % width]! += (train.data[i]! - mean[i % width]!) ** 2;
  for (let j = 0; j < width; j++) {
    const deviation = Math.sqrt(scale[j]! / images);
    // A constant feature leaves nothing but rounding.
    scale[j] = deviation > 1e-12 * Math.abs(mean[j]!) ? deviation : 1;
  }
  return {
    mean,
    scale,
    transform(features) {
      checkFeatures('standardScaler', features);
      check(
        features.shape[1] === width,
        `standardScaler: features must be ${width} an image, as in training, got ${features.shape[1]}.`,
      );
      const data = features.data.map((value, i) => (value - mean[i % width]!) / scale[i % width]!);
      return { ...features, data };
    },
  };
}
