import type { Hdf5, StoredTensor } from '../../src/keras/hdf5';

/** A group, with what its attributes say; or a tensor of so many numbers. */
export interface Group {
  [name: string]: Group | number;
}

/** An HDF5 file that is none: groups in groups, each number in them a tensor of that length, 1, 2, 3, … */
export function treeOf(
  root: Group,
  texts: Readonly<Record<string, Readonly<Record<string, string[]>>>> = {},
): Hdf5 {
  const find = (path: string): Group | number | undefined =>
    path
      .split('/')
      .filter((part) => part !== '')
      .reduce<Group | number | undefined>(
        (at, part) => (typeof at === 'object' ? at[part] : undefined),
        root,
      );
  return {
    names(path) {
      const group = find(path);
      return typeof group === 'object' ? Object.keys(group) : [];
    },
    texts: (path, name) => texts[path]?.[name],
    tensor(path): StoredTensor {
      const length = find(path);
      if (typeof length !== 'number') throw new Error(`no tensor at ${path}`);
      return { shape: [length], data: Float32Array.from({ length }, (_, i) => i + 1) };
    },
  };
}
