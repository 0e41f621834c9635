import { check } from '../core/check';

/** Requires at least one case. */
export function checkSome(caller: string, yTrue: ArrayLike<number>): void {
  check(yTrue.length > 0, `${caller}: yTrue must hold at least one case, got none.`);
}

/** Requires one prediction for each case, and at least one case. */
export function checkPaired(
  caller: string,
  name: string,
  yTrue: ArrayLike<number>,
  other: ArrayLike<number>,
): void {
  check(
    yTrue.length === other.length,
    `${caller}: yTrue and ${name} must be of one length, got ${yTrue.length} and ${other.length}.`,
  );
  checkSome(caller, yTrue);
}

/** Requires integers in [0, classes). */
export function checkLabels(
  caller: string,
  name: string,
  labels: ArrayLike<number>,
  classes = Infinity,
): void {
  const rule = classes < Infinity ? `labels from 0 to ${classes - 1}` : 'labels 0, 1, 2, …';
  checkEach(caller, `${name} must hold ${rule}`, labels, (label) => {
    return Number.isInteger(label) && label >= 0 && label < classes;
  });
}

/** Requires finite numbers: a NaN has no place in an order. */
export function checkFinite(caller: string, name: string, values: ArrayLike<number>): void {
  checkEach(caller, `${name} must hold finite numbers`, values, Number.isFinite);
}

/** Requires numbers in [0, 1], give or take the rounding of a softmax in float32. */
export function checkProbabilities(caller: string, name: string, values: ArrayLike<number>): void {
  checkEach(
    caller,
    `${name} must hold probabilities from 0 to 1`,
    values,
    (value) => value >= -1e-5 && value <= 1 + 1e-5,
    ' Put logits through a sigmoid or softmax first (applyTemperature).',
  );
}

function checkEach(
  caller: string,
  rule: string,
  values: ArrayLike<number>,
  holds: (value: number) => boolean,
  remedy = '',
): void {
  let at = 0;
  while (at < values.length && holds(values[at]!)) at++;
  check(at === values.length, `${caller}: ${rule}, got ${values[at]!} at ${at}.${remedy}`);
}

/** How many numbers `rows` has for each case: one for a sigmoid, K for a softmax over K classes. */
export function columnsOf(
  caller: string,
  name: string,
  yTrue: ArrayLike<number>,
  rows: ArrayLike<number>,
): number {
  checkSome(caller, yTrue);
  const columns = rows.length / yTrue.length;
  check(
    Number.isInteger(columns) && columns > 0,
    `${caller}: ${name} must hold as many numbers for each of the ${yTrue.length} cases, got ${rows.length}.`,
  );
  return columns;
}

/** Requires labels 0 and 1, both of them, and a finite score for each; gives how many positives there are. */
export function checkBinary(
  caller: string,
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  name = 'yScore',
): number {
  checkPaired(caller, name, yTrue, yScore);
  checkLabels(caller, 'yTrue', yTrue, 2);
  checkFinite(caller, name, yScore);
  let positives = 0;
  for (let i = 0; i < yTrue.length; i++) positives += yTrue[i]!;
  check(
    positives > 0 && positives < yTrue.length,
    `${caller}: yTrue must hold cases of both classes, got ${yTrue.length} of class ${yTrue[0]!} alone.`,
  );
  return positives;
}
