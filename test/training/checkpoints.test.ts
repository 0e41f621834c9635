import { checkpoints, memoryStore, type Checkpoint, type CheckpointStore } from 'hilum';
import { describe, expect, it } from 'vitest';

const checkpointOf = (value: number): Checkpoint => ({ value: { shape: [1], data: Float64Array.of(value) } });

/** Saves an epoch of each loss, the first one being epoch 1. */
async function saveEpochs(
  losses: readonly number[],
  args: Omit<Parameters<typeof checkpoints>[0], 'store'> = {},
  key = 'val_loss',
): Promise<CheckpointStore> {
  const store = memoryStore();
  const saved = checkpoints({ store, ...args });
  for (const [i, loss] of losses.entries())
    await saved.save({
      epoch: i + 1,
      step: 0,
      logs: { loss: 9, [key]: loss },
      take: takes(checkpointOf(loss)),
    });
  return store;
}

const takes = (checkpoint: Checkpoint) => () => Promise.resolve(checkpoint);
const epochs = async (store: CheckpointStore) =>
  (await store.list()).map((name) => Number(/^epoch-(\d+)/.exec(name)![1])).sort((a, b) => a - b);

describe('checkpoints', () => {
  it('keeps the last two and the best', async () => {
    expect(await epochs(await saveEpochs([0.9, 0.2, 0.5, 0.4, 0.3]))).toEqual([2, 4, 5]);
  });

  it('keeps as many as it is told', async () => {
    const store = await saveEpochs([0.1, 0.5, 0.2, 0.3, 0.4, 0.6], { keepLast: 1, keepBest: 3 });
    expect(await epochs(store)).toEqual([1, 3, 4, 6]);
    expect(await epochs(await saveEpochs([1, 2, 3], { keepLast: 1, keepBest: 0 }))).toEqual([3]);
  });

  it('judges by the value it is told, and never takes NaN for the best', async () => {
    const args = { monitor: 'val_cost', keepLast: 1 };
    expect(await epochs(await saveEpochs([NaN, -2.5, 1e-7, 3], args, 'val_cost'))).toEqual([2, 4]);
    expect(await epochs(await saveEpochs([3e-8, 2e-7, 1], { keepLast: 1 }))).toEqual([1, 3]);
  });

  it('names a file by epoch, step and value', async () => {
    const store = await saveEpochs([0.25], {});
    expect(await store.list()).toEqual(['epoch-00001-step-000000-val_loss=0.25.safetensors']);
  });

  it('saves in mid-epoch when asked, and takes nothing when not', async () => {
    let taken = 0;
    const take = () => {
      taken++;
      return Promise.resolve(checkpointOf(taken));
    };
    const store = memoryStore();
    for (let step = 1; step <= 7; step++) await checkpoints({ store }).save({ epoch: 0, step, take });
    expect(taken).toBe(0);
    for (let step = 1; step <= 7; step++)
      await checkpoints({ store, everySteps: 3 }).save({ epoch: 0, step, take });
    expect(taken).toBe(2);
    expect(await store.list()).toEqual([
      'epoch-00000-step-000003.safetensors',
      'epoch-00000-step-000006.safetensors',
    ]);
  });

  it('gives the newest, and none of an empty store or of files that are not its own', async () => {
    const store = await saveEpochs([0.1, 0.2]);
    await checkpoints({ store }).save({ epoch: 2, step: 0, take: takes(checkpointOf(7)) });
    await checkpoints({ store, everySteps: 1 }).save({ epoch: 2, step: 4, take: takes(checkpointOf(8)) });
    expect((await checkpoints({ store }).latest())?.value?.data[0]).toBe(8);
    const other = memoryStore();
    await other.write('notes.txt', Uint8Array.of(1));
    expect(await checkpoints({ store: other }).latest()).toBeUndefined();
  });

  it('falls back to the one before when the newest is damaged, and tells', async () => {
    const store = await saveEpochs([0.1, 0.2]);
    await store.write('epoch-00003-step-000000.safetensors', new Uint8Array(4));
    const skipped: string[] = [];
    const saved = checkpoints({
      store,
      onSkip: (name, error) => void skipped.push(`${name}: ${String(error)}`),
    });
    expect((await saved.latest())?.value?.data[0]).toBe(0.2);
    expect(skipped).toEqual([
      'epoch-00003-step-000000.safetensors: RangeError: safetensors: the file must be whole, got 4 bytes.',
    ]);
  });

  it('does not take a store in which all are damaged for an empty one', async () => {
    const store = memoryStore();
    await store.write('epoch-00003-step-000000.safetensors', new Uint8Array(4));
    await expect(checkpoints({ store }).latest()).rejects.toThrow(
      'checkpoints: none of epoch-00003-step-000000.safetensors can be read. Remove them to begin anew.',
    );
  });

  it('refuses numbers that make no sense', () => {
    const store = memoryStore();
    expect(() => checkpoints({ store, keepLast: 0 })).toThrow(
      'checkpoints: keepLast must be an integer of at least 1, got 0.',
    );
    expect(() => checkpoints({ store, everySteps: 1.5 })).toThrow(RangeError);
  });
});
