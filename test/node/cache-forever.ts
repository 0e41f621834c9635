/** Reads three pairs of a folder through one cache, again and again, and prints what it read. Run by a test. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { cacheDataset } from '../../src/node/cache-dataset';
import { readSample } from '../../src/node/read-sample';
import { pairsOf } from './cached-pairs';

const [folder, rounds] = [argv[2]!, Number(argv[3])];
for (let round = 0; round < rounds; round++) {
  // Other settings each round: nothing is kept yet, and all write.
  const load = cacheDataset({ folder: join(folder, 'cache'), settings: round, load: readSample });
  const hash = createHash('sha256');
  for (const files of pairsOf(folder)) {
    const { image, mask } = await load(files);
    hash.update(image.data).update(mask.data);
  }
  stdout.write(`${hash.digest('hex')}\n`);
}
