import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvLog, jsonLinesLog } from 'hilum/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tellEpochs } from './training-events';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-log-'));
  path = join(folder, 'logs', 'run');
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const text = () => readFile(path, 'utf8');

describe('csvLog', () => {
  it('writes a row an epoch under the names of the values', async () => {
    await tellEpochs(csvLog(path), [
      { loss: 1, val_loss: 2 },
      { loss: 0.5, val_loss: NaN },
    ]);
    expect(await text()).toBe('epoch,loss,val_loss,seconds\n1,1,2,2.5\n2,0.5,NaN,2.5\n');
  });

  it('goes on after the epochs that a run does not repeat, with columns that come later', async () => {
    await tellEpochs(csvLog(path), [{ loss: 1 }, { loss: 2 }, { loss: 3 }]);
    await tellEpochs(csvLog(path), [{ loss: 4, dice: 0.5 }, { loss: 5 }], 2);
    expect(await text()).toBe('epoch,loss,seconds,dice\n1,1,2.5,\n2,2,2.5,\n3,4,2.5,0.5\n4,5,2.5,\n');
  });

  it('begins a new file with a new run', async () => {
    await tellEpochs(csvLog(path), [{ loss: 1 }, { loss: 2 }]);
    await tellEpochs(csvLog(path), [{ loss: 3 }]);
    expect(await text()).toBe('epoch,loss,seconds\n1,3,2.5\n');
  });

  it('goes on where there is no file yet, and names one that it cannot read', async () => {
    await tellEpochs(csvLog(path), [{ loss: 4 }], 2);
    expect(await text()).toBe('epoch,loss,seconds\n3,4,2.5\n');
    await expect(tellEpochs(csvLog(folder), [{ loss: 4 }], 2)).rejects.toThrow(
      `csvLog: cannot read ${folder}: it is a directory. Give the path of a file.`,
    );
  });
});

describe('jsonLinesLog', () => {
  it('writes a line of JSON an epoch, and goes on after those that are not repeated', async () => {
    await tellEpochs(jsonLinesLog(path), [{ loss: 1 }, { loss: 2 }]);
    await tellEpochs(jsonLinesLog(path), [{ loss: NaN }], 1);
    expect(await text()).toBe('{"epoch":1,"loss":1,"seconds":2.5}\n{"epoch":2,"loss":null,"seconds":2.5}\n');
  });

  it('does not write over what is no log of its own', async () => {
    const other = join(folder, 'notes.txt');
    await writeFile(other, 'my notes\n');
    await expect(tellEpochs(jsonLinesLog(other), [{ loss: 1 }], 1)).rejects.toThrow(
      `jsonLinesLog: ${other} must be a log to go on with, got other text. Choose another path.`,
    );
    expect(await readFile(other, 'utf8')).toBe('my notes\n');
  });
});
