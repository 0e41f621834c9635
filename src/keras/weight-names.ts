/** What the name of a stored tensor tells. */
export interface WeightName {
  /** The layer it was made by: `conv1` of `encoder/conv1/kernel:0`. Undefined where the name tells none. */
  readonly layer: string | undefined;
  /** Which of its weights: `kernel`, `bias`, `gamma`, … */
  readonly part: string;
}

/** The weights of Keras 1 by their names since Keras 2. */
const parts: Readonly<Record<string, string>> = {
  W: 'kernel',
  b: 'bias',
  beta: 'beta',
  gamma: 'gamma',
  running_mean: 'moving_mean',
  // A variance in all but the name.
  running_std: 'moving_variance',
};

/** Takes a name apart: `conv1/kernel:0` since Keras 2, `conv1_W` and `conv1_W_1:0` of Keras 1. */
export function parseWeightName(name: string): WeightName {
  const path = name.replace(/:\d+$/, '').split('/');
  const last = path.at(-1)!;
  if (path.length > 1) return { layer: path.at(-2), part: last };
  const [, layer, part] = /^(.+?)_(W|b|beta|gamma|running_mean|running_std)(?:_\d+)?$/.exec(last) ?? [];
  return part === undefined ? { layer: undefined, part: last } : { layer, part: parts[part]! };
}
