import { checkInRange } from '../core/check';
import { problemsBetween, problemsOfPairing, withoutMask, type DatasetProblem } from './dataset-problems';
import type { DatasetRow } from './dataset-row';
import { measureImage } from './dataset-row';
import type { Image } from './image';
import { intensityBins, intensityShares } from './intensity-shares';
import { checkMask } from './mask-problems';
import { labelOf, patientOf, sourceOf } from './naming';
import type { Pairing } from './pairing';

/** An image to describe: a {@link Sample}, or one whose mask is missing or as it is stored, of whatever size. */
export interface DatasetItem {
  readonly name: string;
  readonly image: Image;
  readonly mask?: Image | undefined;
  readonly error?: undefined;
}

/** A file that could not be read, as `readSamples` of `hilum/node` gives it. */
export interface UnreadableItem {
  readonly path: string;
  readonly error: Error;
}

/** How {@link describeDataset} looks. */
export interface DescribeDatasetArgs {
  /** Where an image comes from, by its name. Default {@link sourceOf}. */
  source?: ((name: string) => string | undefined) | undefined;
  /** Default {@link labelOf}; `labelsFromCsv` makes one of a table. */
  label?: ((name: string) => string | number | undefined) | undefined;
  /** The part of a split in which it is. Default: none. */
  split?: ((name: string) => string | undefined) | undefined;
  /** What must not be on both sides of a split. Default {@link patientOf} for the names it knows, none for others. */
  group?: ((name: string) => string | undefined) | undefined;
  /** What pairing by name left over, to be reported. */
  pairing?: Partial<Pairing> | undefined;
  /** Images whose {@link perceptualHash} differs in at most this many bits look alike. Default 24. */
  distance?: number | undefined;
  /** Shares of the image that a mask may cover, from 0 to 1. Default 0.05 to 0.6: both lungs of a frontal X-ray. */
  shareRange?: readonly [number, number] | undefined;
}

/** What {@link describeDataset} finds: plain data. In JSON, NaN is null and undefined is left out. */
export interface DatasetDescription {
  readonly images: number;
  readonly masks: number;
  /** How many images of each; those that have none are under `'unknown'`. */
  readonly sources: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, number>>;
  readonly splits: Readonly<Record<string, number>>;
  /** By source, how many images of each label: a source that has mostly one can be told instead of the label. */
  readonly labelsBySource: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /**
   * By label, the share of the pixels in each of 64 bins of equal width from black to white, each image weighing the same.
   */
  readonly intensities: Readonly<Record<string, readonly number[]>>;
  /** The most frequent first. */
  readonly sizes: readonly { readonly size: string; readonly images: number }[];
  /** Bits and channels, such as `8-bit grey`; the most frequent first. */
  readonly kinds: readonly { readonly kind: string; readonly images: number }[];
  /** Of all pixels in units of white, each image weighing the same. NaN without images. */
  readonly mean: number;
  readonly deviation: number;
  /** Share of the image that masks cover: NaN without masks. */
  readonly maskShare: { readonly mean: number; readonly lowest: number; readonly highest: number };
  /** Errors first. */
  readonly problems: readonly DatasetProblem[];
  /** How many of the problems are errors: 0 is fit to train on. */
  readonly errors: number;
  readonly rows: readonly DatasetRow[];
}

/**
 * Looks at every image of a dataset and its mask once, one after another, and says what is there: counts by source,
 * label and split, labels by source, sizes and depths, mean and deviation, histograms by label, how much the masks
 * cover, and everything wrong that can be seen. Memory holds one image and about a kilobyte for each seen.
 *
 * | problem | severity |
 * |---|---|
 * | unreadable, mask of another size, empty, inverted | error |
 * | the same pixels, pictures that look alike, or one patient in two parts of a split (leak) | error |
 * | the same pixels or look in one part, mask not binary, of an unlikely share | warning |
 * | image without mask where others have one, mask without image, ambiguous pairs | warning |
 *
 * @param items samples in any order, also as they are read: {@link Sample}s, or what `readSamples` gives
 * @throws RangeError when `shareRange` is not within 0 and 1
 * @example
 * ```ts
 * import { chestPhantom, datasetTable, describeDataset } from 'hilum';
 *
 * const samples = [1, 2, 3, 3].map((seed, i) => ({ ...chestPhantom({ seed, size: 64 }), name: `${i}.png` }));
 * const description = await describeDataset(samples, {
 *   split: (name) => (name === '3.png' ? 'test' : 'train'),
 * });
 * console.log(description.problems); // a leak: 2.png and 3.png have the same pixels
 * console.log(datasetTable(description));
 * ```
 */
export async function describeDataset(
  items: Iterable<DatasetItem | UnreadableItem> | AsyncIterable<DatasetItem | UnreadableItem>,
  {
    source = sourceOf,
    label = labelOf,
    split = () => undefined,
    group = (name) => (sourceOf(name) === undefined ? undefined : patientOf(name)),
    pairing = {},
    distance = 24,
    shareRange = [0.05, 0.6],
  }: DescribeDatasetArgs = {},
): Promise<DatasetDescription> {
  checkInRange('describeDataset', 'shareRange[1]', shareRange[1], 0, 1);
  checkInRange('describeDataset', 'shareRange[0]', shareRange[0], 0, shareRange[1]);
  const problems = problemsOfPairing(pairing);
  const orphans = new Set(pairing.imagesWithoutMask);
  const rows: DatasetRow[] = [];
  const intensities = new Map<string, Float64Array>();
  for await (const item of items) {
    if (item.error) {
      const { path, error } = item;
      problems.push({ severity: 'error', kind: 'unreadable', names: [path], message: error.message });
      continue;
    }
    const { name, image, mask } = item;
    const seen = mask && checkMask(name, image, mask, shareRange);
    if (seen) problems.push(...seen.problems);
    else if (!orphans.has(name)) problems.push(withoutMask(name));
    const labelled = label(name);
    addShares(intensities, `${labelled ?? unknown}`, intensityShares(image));
    rows.push({
      name,
      source: source(name),
      label: labelled === undefined ? undefined : `${labelled}`,
      split: split(name),
      group: group(name),
      maskShare: seen?.share,
      ...measureImage(image),
    });
  }
  problems.push(...problemsBetween(rows, distance));
  // A collection for classification has no masks, and misses none.
  const masked =
    [...(pairing.pairs ?? []), ...(pairing.masksWithoutImage ?? [])].length > 0 ||
    rows.some(({ maskShare }) => maskShare !== undefined);
  const told = problems.filter(({ kind }) => masked || kind !== 'image without mask');
  return summarize(rows, told, intensities);
}

function addShares(sums: Map<string, Float64Array>, label: string, shares: Float64Array): void {
  const sum = sums.get(label) ?? new Float64Array(intensityBins);
  sums.set(label, sum);
  shares.forEach((share, bin) => (sum[bin]! += share));
}

function summarize(
  rows: readonly DatasetRow[],
  problems: readonly DatasetProblem[],
  intensities: ReadonlyMap<string, Float64Array>,
): DatasetDescription {
  const mean = average(rows.map((row) => row.mean));
  const variance = average(rows.map((row) => row.deviation ** 2 + (row.mean - mean) ** 2));
  const shares = rows.flatMap(({ maskShare }) => maskShare ?? []);
  const none = shares.length === 0;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const frequent = (keyOf: (row: DatasetRow) => string): [string, number][] =>
    Object.entries(countBy(rows, keyOf)).sort(([, a], [, b]) => b - a);
  const labels = countBy(rows, (row) => row.label);
  const sources = countBy(rows, (row) => row.source);
  return {
    images: rows.length,
    masks: shares.length,
    sources,
    labels,
    splits: countBy(rows, (row) => row.split),
    labelsBySource: byKeys(sources, (source) =>
      countBy(
        rows.filter((row) => (row.source ?? unknown) === source),
        (row) => row.label,
      ),
    ),
    intensities: byKeys(labels, (label) =>
      Array.from(intensities.get(label)!, (sum) => sum / labels[label]!),
    ),
    sizes: frequent(({ width, height }) => `${width}×${height}`).map(([size, images]) => ({ size, images })),
    kinds: frequent(kindOf).map(([kind, images]) => ({ kind, images })),
    mean,
    deviation: Math.sqrt(variance),
    maskShare: {
      mean: average(shares),
      lowest: none ? NaN : shares.reduce((a, b) => Math.min(a, b)),
      highest: none ? NaN : shares.reduce((a, b) => Math.max(a, b)),
    },
    problems: [...errors, ...problems.filter(({ severity }) => severity === 'warning')],
    errors: errors.length,
    rows,
  };
}

function kindOf({ depth, channels }: DatasetRow): string {
  return `${depth}-bit ${['grey', 'grey and alpha', 'RGB', 'RGB and alpha'][channels - 1] ?? `${channels} channels`}`;
}

/** What stands for a source, label or part that an image does not have. */
const unknown = 'unknown';

function byKeys<Value>(
  counts: Readonly<Record<string, number>>,
  valueOf: (key: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.keys(counts).map((key) => [key, valueOf(key)]));
}

function countBy(
  rows: readonly DatasetRow[],
  keyOf: (row: DatasetRow) => string | undefined,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = keyOf(row) ?? unknown;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
