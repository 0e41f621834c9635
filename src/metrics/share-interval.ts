import { wilsonBounds, type Interval } from './intervals';

/** A share with its interval. */
export interface Share extends Interval {
  /** How many of `total`. */
  readonly count: number;
  readonly total: number;
  /** 0 to 1. */
  readonly estimate: number;
}

/**
 * The share of cases that are so, with Wilson's interval. Cases of one patient are not independent: their number is
 * divided by how much wider they make the variance (never narrower), as Rao and Scott have it, and where all or none are
 * so, which shows no variance, patients are counted instead of cases.
 *
 * Rao and Scott, *A simple method for the analysis of clustered binary data*, Biometrics 48 (1992).
 *
 * @param hits whether each case is so
 * @param groups the patient of each case
 * @returns undefined without cases
 */
export function shareOf(
  hits: readonly boolean[],
  groups: readonly string[],
  level: number,
): Share | undefined {
  const total = hits.length;
  if (total === 0) return undefined;
  const count = hits.filter(Boolean).length;
  const estimate = count / total;
  const effective = effectiveTotal(hits, groups, estimate);
  return { count, total, estimate, ...wilsonBounds(estimate * effective, effective, level) };
}

/** How many independent cases say as much. */
function effectiveTotal(hits: readonly boolean[], groups: readonly string[], share: number): number {
  const total = hits.length;
  const residuals = new Map<string, number>();
  groups.forEach((group, i) => residuals.set(group, (residuals.get(group) ?? 0) + Number(hits[i]) - share));
  const patients = residuals.size;
  if (patients === total) return total;
  const squares = [...residuals.values()].reduce((sum, residual) => sum + residual ** 2, 0);
  if (share === 0 || share === 1 || patients === 1) return patients;
  const variance = ((patients / (patients - 1)) * squares) / total ** 2;
  return total / Math.max(1, variance / ((share * (1 - share)) / total));
}
