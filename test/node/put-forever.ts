/** Puts rows of features into a folder under four keys, again and again, and prints each key it has put. Run by a test. */
import { argv, stdout } from 'node:process';
import { featureFolder } from '../../src/node/feature-folder';
import { length, valueOf } from './features-of';

const [folder, rounds] = [argv[2]!, Number(argv[3])];
const store = featureFolder(folder);
for (let round = 0; round < rounds; round++) {
  const key = `image-${round % 4}`;
  await store.put(key, new Float32Array(length).fill(valueOf(key)));
  stdout.write(`${key}\n`);
}
