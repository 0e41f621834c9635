import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { batches, checkpoints, chestPhantom, diceLoss, indexedDbStore, train, unet } from 'hilum';
import { afterEach, describe, expect, it } from 'vitest';

const name = 'hilum-test';

afterEach(async () => {
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = resolve;
  });
});

describe('indexedDbStore', () => {
  it('gives back what was written, also to another that is opened later', async () => {
    const store = indexedDbStore(name);
    expect(await store.list()).toEqual([]);
    await store.write('a', Uint8Array.of(1, 2, 3));
    await store.write('b', Uint8Array.of(4));
    await store.write('a', Uint8Array.of(5));
    const later = indexedDbStore(name);
    expect(await later.list()).toEqual(['a', 'b']);
    expect([...(await later.read('a'))]).toEqual([5]);
    await later.remove('a');
    expect(await store.list()).toEqual(['b']);
  });

  it('says which file is not there', async () => {
    await expect(indexedDbStore(name).read('none')).rejects.toThrow(
      `indexedDbStore: none must be in the database ${name}, got nothing. It was removed.`,
    );
  });

  it('lets a run go on to the bit where it stood', async () => {
    await tf.setBackend('cpu');
    const load = (seed: number) => chestPhantom({ seed, size: 32 });
    const run = (epochs: number, kept: boolean) =>
      train(unet({ inputShape: [32, 32, 1], filters: [2, 2], seed: 1 }), {
        data: batches({ items: [1, 2], load, batchSize: 1, shuffle: true }),
        epochs,
        loss: diceLoss(),
        ...(kept ? { checkpoints: checkpoints({ store: indexedDbStore(name) }), resume: true } : {}),
      });
    await run(1, true);
    expect(await run(2, true)).toEqual(await run(2, false));
  });
});
