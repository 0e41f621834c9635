import type { DatasetProblem } from './dataset-problems';
import type { DatasetDescription } from './describe-dataset';

/**
 * A description of a dataset as a text of two columns, and its problems below, three names of each at most.
 *
 * @returns lines without a line end after the last
 * @example
 * ```ts
 * import { chestPhantom, datasetTable, describeDataset } from 'hilum';
 *
 * console.log(datasetTable(await describeDataset([chestPhantom({ seed: 1, size: 64 })])));
 * ```
 */
export function datasetTable(description: DatasetDescription): string {
  const { sources, labelsBySource } = description;
  const bySource = Object.keys(sources).length < 2 ? [] : Object.entries(labelsBySource);
  const rows = summaryRows(description).flatMap(([name, value]): [string, string][] => [
    [name, value],
    ...(name === 'labels'
      ? bySource.map(([source, of]) => [`  ${source}`, counts(of)] as [string, string])
      : []),
  ]);
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  for (const { severity, kind, problems } of byKind(description.problems)) {
    lines.push('', `${severity}: ${kind} (${problems.length})`);
    for (const { names, message } of problems.slice(0, 3))
      lines.push(`  ${names.slice(0, 3).join(', ')}: ${message}`);
    if (problems.length > 3) lines.push(`  and ${problems.length - 3} more`);
  }
  return lines.join('\n');
}

/** The numbers of a description with their names, as they are shown. */
export function summaryRows({
  images,
  masks,
  sources,
  labels,
  splits,
  sizes,
  kinds,
  mean,
  deviation,
  maskShare,
  problems,
  errors,
}: DatasetDescription): [name: string, value: string][] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const most = sizes.slice(0, 4).map(({ size, images: count }) => `${size} (${count})`);
  if (sizes.length > 4) most.push(`${sizes.length - 4} more`);
  const rows: [string, string][] = [
    ['images', `${images}`],
    ['masks', `${masks}`],
  ];
  if (images > 0) {
    rows.push(['sources', counts(sources)], ['labels', counts(labels)], ['splits', counts(splits)]);
    rows.push(['sizes', most.join(', ')]);
    rows.push(['kinds', kinds.map(({ kind, images: count }) => `${kind} (${count})`).join(', ')]);
    rows.push(['mean', `${mean.toFixed(3)} of white`], ['deviation', `${deviation.toFixed(3)} of white`]);
  }
  if (masks > 0) {
    const { mean: middle, lowest, highest } = maskShare;
    rows.push(['masks cover', `${percent(middle)} (${percent(lowest)} to ${percent(highest)})`]);
  }
  rows.push(['errors', `${errors}`], ['warnings', `${problems.length - errors}`]);
  return rows;
}

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

/** Problems of one kind and severity together, in the order in which they first come. */
export function byKind(
  problems: readonly DatasetProblem[],
): { severity: DatasetProblem['severity']; kind: DatasetProblem['kind']; problems: DatasetProblem[] }[] {
  const kinds = new Map<string, DatasetProblem[]>();
  for (const problem of problems) {
    const key = `${problem.severity} ${problem.kind}`;
    kinds.set(key, [...(kinds.get(key) ?? []), problem]);
  }
  return [...kinds.values()].map((list) => ({
    severity: list[0]!.severity,
    kind: list[0]!.kind,
    problems: list,
  }));
}
