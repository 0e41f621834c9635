/** Saves two models in turn into the folder given, until it is killed. Run by file-system.test.ts. */
import { argv, stdout } from 'node:process';
import { fileSystem } from '../../src/node/file-system';
import { artifactsOf } from './artifacts';

for (let turn = 0; ; turn++) {
  await fileSystem(argv[2]!).save(artifactsOf(turn % 2));
  stdout.write('saved\n');
}
