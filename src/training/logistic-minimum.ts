import { cholesky, dot, solveCholesky } from './cholesky';

/** The problem: rows of numbers, the class of each, and how much the likelihood counts beside the penalty. */
export interface LogisticProblem {
  readonly rows: Float64Array;
  readonly columns: number;
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  readonly C: number;
}

/** One vector for two classes, one for each of more. */
export interface LogisticMinimum {
  readonly weights: readonly Float64Array[];
  readonly intercept: Float64Array;
}

/** So many steps go by one estimate of the curvature. */
const stepsBetween = 20;

/**
 * The minimum of ½·Σ w² + C·Σ −log p(label), by conjugate gradients (Polak and Ribière) on a problem made round by the
 * Cholesky decomposition of each class's own part of the second derivative. For two classes that is all of it, and the
 * first step after each decomposition is Newton's. The problem is convex, so steps go to the minimum along their line.
 */
export function minimizeLogistic({ rows, columns, labels, classes, C }: LogisticProblem): LogisticMinimum {
  const outputs = classes > 2 ? classes : 1;
  const n = labels.length;
  // Each row ends with a 1, for the intercept.
  const d = columns + 1;
  const z = new Float64Array(n * d).fill(1);
  for (let i = 0; i < n; i++) z.set(rows.subarray(i * columns, (i + 1) * columns), i * d);
  const truth = new Float64Array(n * outputs);
  for (let i = 0; i < n; i++) {
    if (outputs === 1) truth[i] = labels[i]!;
    else truth[i * outputs + labels[i]!] = 1;
  }

  const theta = new Float64Array(outputs * d);
  const scores = new Float64Array(n * outputs);
  const applied = (vector: Float64Array): Float64Array =>
    Float64Array.from({ length: n * outputs }, (_, at) =>
      dot(z, Math.floor(at / outputs) * d, vector, (at % outputs) * d, d),
    );
  const withoutIntercepts = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += dot(a, k * d, b, k * d, columns);
    return sum;
  };
  const gradientAt = (p: Float64Array): Float64Array => {
    const gradient = theta.slice();
    for (let k = 0; k < outputs; k++) {
      gradient[k * d + columns] = 0;
      for (let i = 0; i < n; i++) {
        const residual = C * (p[i * outputs + k]! - truth[i * outputs + k]!);
        for (let j = 0; j < d; j++) gradient[k * d + j]! += residual * z[i * d + j]!;
      }
    }
    return gradient;
  };

  /** The way to the minimum along a direction that goes downhill, by Newton's steps inside a bracket. */
  const lengthOf = (direction: Float64Array, change: Float64Array): number => {
    const [linear, square] = [withoutIntercepts(theta, direction), withoutIntercepts(direction, direction)];
    const at = (t: number): { slope: number; curvature: number } => {
      const p = scores.map((score, i) => score + t * change[i]!);
      probabilities(p, outputs);
      let [slope, curvature] = [linear + t * square, square];
      for (let i = 0; i < n; i++) {
        let [mean, meanSquare] = [0, 0];
        for (let at = i * outputs; at < (i + 1) * outputs; at++) {
          slope += C * (p[at]! - truth[at]!) * change[at]!;
          mean += p[at]! * change[at]!;
          meanSquare += p[at]! * change[at]! ** 2;
        }
        curvature += C * Math.max(meanSquare - mean ** 2, 0);
      }
      return { slope, curvature };
    };
    let [low, high, t] = [0, Infinity, 0];
    let { slope, curvature } = at(0);
    const enough = 1e-4 * Math.abs(slope);
    for (let tries = 0; tries < 60 && Math.abs(slope) > enough; tries++) {
      const newton = t - slope / curvature;
      t = newton > low && newton < high ? newton : high < Infinity ? (low + high) / 2 : 2 * low + 1;
      ({ slope, curvature } = at(t));
      if (slope < 0) low = t;
      else high = t;
    }
    return t;
  };

  let factors: Float64Array[] = [];
  let direction: Float64Array = new Float64Array(outputs * d);
  let before = { gradient: direction, product: Infinity };
  for (let step = 0; step < 50 * stepsBetween; step++) {
    const p = scores.slice();
    probabilities(p, outputs);
    const anew = step % stepsBetween === 0;
    if (anew) factors = Array.from({ length: outputs }, (_, k) => curvatureOf(z, d, p, outputs, k, C));
    const gradient = gradientAt(p);
    const round = gradient.slice();
    factors.forEach((factor, k) => {
      solveCholesky(factor, d, round.subarray(k * d, (k + 1) * d));
    });
    const product = dot(gradient, 0, round, 0, gradient.length);
    // How far the minimum is, in the measure of the curvature, which is never below that of the coefficients.
    if (!(Math.sqrt(product) > 1e-9 * Math.max(1, Math.sqrt(withoutIntercepts(theta, theta))))) break;
    const turned = product - dot(before.gradient, 0, round, 0, gradient.length);
    const kept = anew ? 0 : Math.max(0, turned / before.product);
    direction = direction.map((value, i) => kept * value - round[i]!);
    if (dot(direction, 0, gradient, 0, gradient.length) >= 0) direction = round.map((value) => -value);
    before = { gradient, product };
    const change = applied(direction);
    const length = lengthOf(direction, change);
    for (let i = 0; i < theta.length; i++) theta[i]! += length * direction[i]!;
    for (let i = 0; i < scores.length; i++) scores[i]! += length * change[i]!;
  }

  const intercept = Float64Array.from({ length: outputs }, (_, k) => theta[k * d + columns]!);
  // Intercepts that all grow change no softmax: as in scikit-learn they sum to 0.
  const shift = outputs === 1 ? 0 : intercept.reduce((sum, value) => sum + value, 0) / outputs;
  return {
    weights: Array.from({ length: outputs }, (_, k) => theta.slice(k * d, k * d + columns)),
    intercept: intercept.map((value) => value - shift),
  };
}

/** Scores become probabilities in place: a sigmoid for one output, else a softmax of each row. */
export function probabilities(scores: Float64Array, outputs: number): void {
  if (outputs === 1) {
    for (let i = 0; i < scores.length; i++) scores[i] = 1 / (1 + Math.exp(-scores[i]!));
    return;
  }
  for (let from = 0; from < scores.length; from += outputs) {
    const row = scores.subarray(from, from + outputs);
    const largest = Math.max(...row);
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += row[k] = Math.exp(row[k]! - largest);
    for (let k = 0; k < outputs; k++) row[k]! /= sum;
  }
}

/** The Cholesky decomposition of the second derivative by the parameters of one class. */
function curvatureOf(
  z: Float64Array,
  d: number,
  p: Float64Array,
  outputs: number,
  k: number,
  C: number,
): Float64Array {
  const n = z.length / d;
  // Column after column, so that products run over neighbours.
  const columns = new Float64Array(d * n);
  for (let i = 0; i < n; i++) {
    const share = p[i * outputs + k]!;
    const root = Math.sqrt(C * Math.max(share * (1 - share), 1e-9));
    for (let j = 0; j < d; j++) columns[j * n + i] = root * z[i * d + j]!;
  }
  const matrix = new Float64Array(d * d);
  for (let a = 0; a < d; a++) {
    for (let b = 0; b <= a; b++) matrix[a * d + b] = dot(columns, a * n, columns, b * n, n);
    if (a < d - 1) matrix[a * d + a]! += 1;
  }
  cholesky(matrix, d);
  return matrix;
}
