/** How scores and their intervals are written in reports. */

/** Of per cent, after a space at which no line ends. */
const sign = '\u00a0%';

/** An estimate with its interval, as evaluations hold it. */
interface WithInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** A share in whole per cent, `87 %` with a space that does not break; of those that are nearly all or nothing one decimal, so that 99.6 % is not all. */
export function percent(share: number): string {
  const whole = (100 * share).toFixed(0);
  const exact = share === 0 || share === 1 || !['0', '100'].includes(whole);
  return `${exact ? whole : (100 * share).toFixed(1)}${sign}`;
}

/** `84 to 93 %`. */
export function percentRange({ low, high }: WithInterval): string {
  return `${percent(low).replace(sign, '')} to ${percent(high)}`;
}

/** `87 % (84 to 93)`; a dash where there is nothing to tell. */
export function percentWithRange(share: WithInterval | undefined): string {
  return share ? `${percent(share.estimate)} (${percentRange(share).replace(sign, '')})` : '–';
}

/** Three decimals, as areas are published. */
export function area(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3);
}

/** `0.870 to 0.921`. */
export function areaRange({ low, high }: WithInterval): string {
  return `${area(low)} to ${area(high)}`;
}

/** `0.895 (0.870 to 0.921)`; a dash where there is nothing to tell. */
export function areaWithRange(estimate: WithInterval | undefined): string {
  return estimate ? `${area(estimate.estimate)} (${areaRange(estimate)})` : '–';
}

/** A p-value as it is published: `0.034`, and below a thousandth `< 0.001`. */
export function pValueWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

/** `1 image`, `2 images`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Thresholds may be very small: three digits that count. */
export function formatThreshold(threshold: number): string {
  return String(Number(threshold.toPrecision(3)));
}
