import type { DatasetRow } from './dataset-row';
import { nearDuplicates } from './near-duplicates';
import type { Pairing } from './pairing';

/** Something about a dataset that a score would suffer from. */
export interface DatasetProblem {
  /** An error makes scores worthless or stops a run; a warning asks for a look. */
  readonly severity: 'error' | 'warning';
  readonly kind:
    | 'unreadable'
    | 'leak'
    | 'duplicate'
    | 'near duplicate'
    | 'image without mask'
    | 'mask without image'
    | 'ambiguous'
    | 'mask empty'
    | 'mask inverted'
    | 'mask not binary'
    | 'mask of another size'
    | 'mask share unlikely';
  /** The images, or the files. */
  readonly names: readonly string[];
  /** A sentence. */
  readonly message: string;
}

/** What is wrong between images: duplicates, and what lies on both sides of a split. */
export function problemsBetween(rows: readonly DatasetRow[], distance: number): DatasetProblem[] {
  const problems: DatasetProblem[] = [];
  const report = (
    kind: 'duplicate' | 'near duplicate' | undefined,
    members: readonly DatasetRow[],
    what: string,
  ): void => {
    const names = members.map(({ name }) => name);
    const splits = [...new Set(members.flatMap(({ split }) => split ?? []))];
    if (splits.length > 1) {
      problems.push({
        severity: 'error',
        kind: 'leak',
        names,
        message: `${what} in ${splits.join(' and ')}.`,
      });
    } else if (kind) problems.push({ severity: 'warning', kind, names, message: `${what}.` });
  };

  for (const members of groupBy(rows, ({ contentHash }) => contentHash)) {
    report('duplicate', members, `${members.length} images with the same pixels`);
  }

  const hashes = rows.map((row) => row.perceptualHash);
  for (const group of nearDuplicates(hashes, { distance })) {
    const members = group.map((i) => rows[i]!);
    // Of nothing but copies has been told.
    if (new Set(members.map((row) => row.contentHash)).size === 1) continue;
    report('near duplicate', members, `${members.length} images that look alike`);
  }

  for (const members of groupBy(rows, ({ group }) => group)) {
    report(undefined, members, `Images of one patient, ${members[0]!.group ?? ''},`);
  }
  return problems;
}

/** The groups of two and more. */
function groupBy(
  rows: readonly DatasetRow[],
  keyOf: (row: DatasetRow) => string | undefined,
): DatasetRow[][] {
  const groups = new Map<string, DatasetRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** What pairing by name left over. */
export function problemsOfPairing({
  imagesWithoutMask = [],
  masksWithoutImage = [],
  ambiguous = [],
}: Partial<Pairing>): DatasetProblem[] {
  return [
    ...imagesWithoutMask.map(withoutMask),
    ...masksWithoutImage.map((name): DatasetProblem => ({
      severity: 'warning',
      kind: 'mask without image',
      names: [name],
      message: 'A mask that belongs to no image.',
    })),
    ...ambiguous.map(({ images, masks, reason }): DatasetProblem => ({
      severity: 'warning',
      kind: 'ambiguous',
      names: [...images, ...masks],
      message: `Left out, since a pair would be a guess: ${reason}.`,
    })),
  ];
}

/** Of an image that has no mask. */
export function withoutMask(name: string): DatasetProblem {
  return {
    severity: 'warning',
    kind: 'image without mask',
    names: [name],
    message: 'An image that has no mask.',
  };
}
