import type { KernelUse } from './kernel-use';

/**
 * What src/backends/kernel-needs.generated.ts says: the kernels of `predict` and `train`, which are those of `unet` and
 * `resunet` with `bceDiceLoss`, the metric `dice` and Adam; then, by its name, what each function needs beyond
 * these, to predict and, after the word `training`, to train.
 */
export function kernelNeeds(uses: readonly KernelUse[]): Record<string, string[]> {
  const of = (...names: string[]): readonly KernelUse[] => uses.filter(({ name }) => names.includes(name));
  const union = (...sets: ReadonlySet<string>[]): Set<string> => new Set(sets.flatMap((set) => [...set]));
  const networks = of('unet', 'resunet');
  const predict = union(...networks.map(({ forward }) => forward));
  const training = union(
    ...[...networks, ...of('bceDiceLoss', 'dice')].flatMap(({ forward, backward }) => [forward, backward]),
  );
  const beyond = (set: ReadonlySet<string>, ...known: ReadonlySet<string>[]): string[] =>
    [...set].filter((kernel) => !known.some((other) => other.has(kernel))).sort();
  const rows: [string, string[]][] = [
    ['predict', beyond(predict)],
    ['train', beyond(training, predict)],
  ];
  for (const { name, room, forward, backward } of uses) {
    const isLayer = room === 'models' || room === 'layers';
    rows.push([name, isLayer ? beyond(forward, predict) : beyond(forward, predict, training)]);
    rows.push([`training ${name}`, beyond(backward, forward, predict, training)]);
  }
  return Object.fromEntries(rows.filter(([, kernels]) => kernels.length > 0));
}

/** The generated file. */
export function kernelNeedsFile(needs: Readonly<Record<string, readonly string[]>>): string {
  const rows = Object.entries(needs).map(([name, kernels]) => {
    const key = /^\w+$/.test(name) ? name : `'${name}'`;
    return `  ${key}: '${kernels.join(' ')}',\n`;
  });
  return `// Made by scripts/backend-table.ts (npm run backends) from what everything calls. Do not edit.

/** Kernels by what needs them: a function's own beyond those of \`predict\` and \`train\`. */
export const kernelNeeds: Readonly<Record<string, string>> = {
${rows.join('')}};
`;
}
