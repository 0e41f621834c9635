/**
 * Guards. Every message has one form: *function: rule, got value. Remedy.*
 * The values come first in the caller's words, so a message is a plain template string at the call.
 */

/** Throws a `RangeError` with `message` unless `condition` holds: the value is of the right kind but wrong. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message);
}

/** Throws a `TypeError` with `message` unless `condition` holds: the value is of the wrong kind. */
export function checkType(condition: boolean, message: string): asserts condition {
  if (!condition) throw new TypeError(message);
}

/** Requires each of the named values to be an integer of at least `min`. */
export function checkIntegers(caller: string, values: Readonly<Record<string, number>>, min: number): void {
  for (const name in values) checkInteger(caller, name, values[name]!, min);
}

/** Requires an integer of at least `min`. */
export function checkInteger(caller: string, name: string, value: number, min: number): void {
  check(
    Number.isInteger(value) && value >= min,
    `${caller}: ${name} must be an integer of at least ${min}, got ${value}.`,
  );
}

/** Requires a finite number in `[min, max]`. */
export function checkInRange(caller: string, name: string, value: number, min: number, max: number): void {
  // Written so that NaN fails.
  check(value >= min && value <= max, `${caller}: ${name} must be between ${min} and ${max}, got ${value}.`);
}

/** Requires two shapes to be equal: losses and metrics never broadcast. */
export function checkSameShape(
  caller: string,
  names: readonly [string, string],
  a: readonly (number | null)[],
  b: readonly (number | null)[],
): void {
  check(
    a.length === b.length && a.every((size, axis) => size === b[axis]),
    `${caller}: ${names[0]} and ${names[1]} must have the same shape, got [${a.join(', ')}] and [${b.join(', ')}].`,
  );
}
