import { join } from 'node:path';

/** The pairs that cache-dataset.test.ts writes. */
export const pairsOf = (folder: string) =>
  [1, 2, 3].map((i) => ({ image: join(folder, `${i}.png`), masks: [join(folder, `${i}_mask.png`)] }));
