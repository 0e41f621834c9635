import { check } from '../core/check';

/**
 * A time in words, in the two largest units that matter: `0.4 s`, `12 s`, `1 min 20 s`, `2 h 5 min`.
 *
 * Below 10 s tenths are shown; from there on it is rounded to seconds, and from an hour on to minutes.
 *
 * @param seconds at least 0 and finite
 * @throws RangeError when `seconds` is negative or not finite
 *
 * @example
 * ```ts
 * import { formatDuration } from 'hilum/node';
 *
 * console.log(formatDuration(80)); // 1 min 20 s
 * ```
 */
export function formatDuration(seconds: number): string {
  check(
    seconds >= 0 && seconds < Infinity,
    `formatDuration: seconds must be finite and at least 0, got ${seconds}.`,
  );
  const tenths = Math.round(seconds * 10);
  if (tenths < 100) return `${tenths / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return inTwoUnits(whole, 'min', 's');
  return inTwoUnits(Math.round(seconds / 60), 'h', 'min');
}

/** `count` of the small unit, 60 of which make a large one; a small part of 0 is left out. */
function inTwoUnits(count: number, large: string, small: string): string {
  const rest = count % 60;
  return `${Math.floor(count / 60)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}
