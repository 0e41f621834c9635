import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensorBoard } from 'hilum/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvents } from './read-events';
import { tellEpochs } from './training-events';

describe('tensorBoard', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-board-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What the files of a run tell, in the order of their names. */
  const eventsOf = async (run: string) => {
    const names = (await readdir(join(folder, run))).sort();
    return Promise.all(names.map(async (name) => readEvents(await readFile(join(folder, run, name)))));
  };

  it('writes an event file for training and one for validation, with the same tags', async () => {
    const callback = tensorBoard(folder, { now: () => 1_700_000_000_500 });
    await tellEpochs(callback, [
      { loss: 1, dice: 0.5, val_loss: 2, learningRate: 0.25 },
      { loss: 0.5, dice: 0.75, val_loss: NaN, learningRate: 0.125 },
    ]);
    const time = 1_700_000_000.5;
    const head = [
      { time, version: 'brain.Event:2' },
      { time, step: 1, sessionStatus: 1 },
    ];
    expect(await eventsOf('train')).toEqual([
      [
        ...head,
        { time, step: 1, scalars: { loss: 1, dice: 0.5, learningRate: 0.25 } },
        { time, step: 2, scalars: { loss: 0.5, dice: 0.75, learningRate: 0.125 } },
      ],
    ]);
    expect(await eventsOf('validation')).toEqual([
      [...head, { time, step: 1, scalars: { loss: 2 } }, { time, step: 2, scalars: { loss: NaN } }],
    ]);
    expect((await readdir(join(folder, 'train')))[0]).toMatch(/^events\.out\.tfevents\.1700000000\./);
  });

  it('writes no file of a validation that there is not', async () => {
    await tellEpochs(tensorBoard(folder), [{ loss: 1 }]);
    expect(await readdir(folder)).toEqual(['train']);
  });

  it('says, when a run goes on, from which epoch on the older file holds no more', async () => {
    await tellEpochs(tensorBoard(folder, { now: () => 1000 }), [{ loss: 1 }, { loss: 2 }, { loss: 3 }]);
    await tellEpochs(tensorBoard(folder, { now: () => 2000 }), [{ loss: 4 }], 1);
    const [, second] = await eventsOf('train');
    expect(second).toEqual([
      { time: 2, version: 'brain.Event:2' },
      { time: 2, step: 2, sessionStatus: 1 },
      { time: 2, step: 2, scalars: { loss: 4 } },
    ]);
  });

  it('names the file that it cannot write', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(tellEpochs(tensorBoard(file), [{ loss: 1 }])).rejects.toThrow(
      `tensorBoard: cannot write ${join(file, 'train')}`,
    );
  });
});
