import { check, checkInteger } from '../core/check';
import { checkFeatures, type Features } from '../core/features';
import { dot } from './cholesky';
import { fewColumns } from './few-columns';
import { minimizeLogistic, probabilities } from './logistic-minimum';

/** What {@link logisticRegression} takes beside features and labels. */
export interface LogisticRegressionArgs {
  /** How much the likelihood counts beside the penalty; smaller means smaller coefficients. Default 1. */
  C?: number | undefined;
  /** Default: one more than the largest label, at least 2. */
  classes?: number | undefined;
}

/** What {@link logisticRegression} learned: plain data but for its function. */
export interface LogisticRegression {
  readonly classes: number;
  /** For two classes one row, of class 1; for more a row a class. */
  readonly coefficients: readonly Float64Array[];
  /** A number for each row. */
  readonly intercept: Float64Array;
  /**
   * Probabilities of any features of this kind: of class 1, `[images]`, for two classes; else row after row
   * `[images, classes]`, which sum to 1.
   */
  predict(features: Features): Float64Array;
}

/**
 * Logistic regression with an L2 penalty, the baseline that a network has to beat: the exact minimum of
 * ½·Σ w² + C·Σ −log p(label), with p = sigmoid(w·x + b) for two classes and softmax for more. The intercept b has no
 * penalty. It is the minimum that scikit-learn's `LogisticRegression` goes to, to 1e-5 and better; there is one alone,
 * so nothing is random.
 *
 * Made for few images with many features: 800 images with 25,088 features each take seconds. Bring the features to one
 * scale first ({@link standardScaler}), else the penalty weighs on those with small numbers. Works on plain arrays, no
 * tensor is made.
 *
 * @param features of the training images
 * @param labels 0, 1, …, one an image
 * @throws RangeError when there are not as many labels as images, a label is not an integer from 0 to `classes` − 1, a
 * class has no image, features are not finite, or C is not finite and above 0
 * @example
 * ```ts
 * import { logisticRegression } from 'hilum';
 *
 * const features = { shape: [4, 1], data: Float32Array.of(1, 2, 3, 4), names: ['a', 'b', 'c', 'd'] } as const;
 * const baseline = logisticRegression(features, [0, 1, 0, 1]);
 * console.log(baseline.coefficients[0]![0], baseline.predict(features)); // 0.453 and 0.34, 0.44, 0.56, 0.66
 * ```
 */
export function logisticRegression(
  features: Features,
  labels: ArrayLike<number>,
  { C = 1, classes = Math.max(1, ...Array.from(labels)) + 1 }: LogisticRegressionArgs = {},
): LogisticRegression {
  const caller = 'logisticRegression';
  checkFeatures(caller, features);
  const [images, width] = features.shape;
  check(C > 0 && C < Infinity, `${caller}: C must be finite and above 0, got ${C}.`);
  checkInteger(caller, 'classes', classes, 2);
  check(
    labels.length === images,
    `${caller}: there must be a label for each of the ${images} images, got ${labels.length}.`,
  );
  const counts = new Array<number>(classes).fill(0);
  for (const label of Array.from(labels)) {
    check(
      Number.isInteger(label) && label >= 0 && label < classes,
      `${caller}: labels must be integers from 0 to ${classes - 1}, got ${label}.`,
    );
    counts[label]!++;
  }
  check(
    !counts.includes(0),
    `${caller}: every class must have an image, got none of class ${counts.indexOf(0)}. Stratify the split.`,
  );

  const { rows, columns, toFeatures } = fewColumns(features.data, images, width);
  const { weights, intercept } = minimizeLogistic({ rows, columns, labels, classes, C });
  const coefficients = weights.map(toFeatures);
  return {
    classes,
    coefficients,
    intercept,
    predict(others) {
      checkFeatures(caller, others);
      const [count, given] = others.shape;
      check(given === width, `${caller}: features must be ${width} an image, as in training, got ${given}.`);
      const outputs = coefficients.length;
      const scores = Float64Array.from(
        { length: count * outputs },
        (_, i) =>
          intercept[i % outputs]! +
          dot(coefficients[i % outputs]!, 0, others.data, Math.floor(i / outputs) * width, width),
      );
      probabilities(scores, outputs);
      return scores;
    },
  };
}
