import { check, checkInteger } from './check';

/** Numbers about images, as {@link extractFeatures} gives them: a row an image. Plain data. */
export interface Features {
  /** `[images, features]`. */
  readonly shape: readonly [images: number, features: number];
  /** Row by row. */
  readonly data: Float32Array;
  /** The name of each image, in the order of the rows. */
  readonly names: readonly string[];
}

/**
 * The rows of some images, in the order asked for: the part of a fold for instance. A row may be taken more than once.
 *
 * @param features are copied, not shared
 * @param rows counted from 0
 * @throws RangeError when there is no such row, or the features are not of their shape
 * @example
 * ```ts
 * import { kFold, selectFeatures } from 'hilum';
 *
 * const features = { shape: [4, 1], data: Float32Array.of(1, 2, 3, 4), names: ['a', 'b', 'c', 'd'] } as const;
 * for (const { train, test } of kFold([0, 1, 2, 3], { folds: 2 }))
 *   console.log(selectFeatures(features, train).data, selectFeatures(features, test).names);
 * ```
 */
export function selectFeatures(features: Features, rows: readonly number[]): Features {
  checkFeatures('selectFeatures', features);
  const { shape, data, names } = features;
  const [images, width] = shape;
  const selected = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    checkInteger('selectFeatures', 'each of rows', row, 0);
    check(row < images, `selectFeatures: each of rows must be below ${images}, got ${row}.`);
    selected.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  return { shape: [rows.length, width], data: selected, names: rows.map((row) => names[row]!) };
}

/** Requires features that are of their shape, and finite. */
export function checkFeatures(caller: string, { shape, data, names }: Features): void {
  const [images, width] = shape;
  check(
    data.length === images * width && names.length === images,
    `${caller}: features must hold images × features = ${images} × ${width} numbers and a name for each image, got ${data.length} numbers and ${names.length} names.`,
  );
  const bad = data.findIndex((value) => !Number.isFinite(value));
  check(
    bad < 0,
    `${caller}: features must be finite, got ${data[bad]} for ${names[Math.floor(bad / width)]}. Leave that image out.`,
  );
}
