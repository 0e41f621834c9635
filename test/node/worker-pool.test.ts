import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkWorkers, mapInWorkers } from '../../src/node/worker-pool';

/** See pool-worker.mjs. */
interface Item {
  does?: 'fail' | 'never start' | 'exit' | 'throw later' | 'crash' | 'hang';
  value?: number;
  /** Milliseconds it takes. */
  after?: number;
}

const begun = new Int32Array(new SharedArrayBuffer(4));

function map(items: readonly Item[], args: { workers?: number; signal?: AbortSignal } = {}) {
  begun[0] = 0;
  return mapInWorkers<Item, { value: number }>({
    workers: 2,
    ...args,
    caller: 'test',
    module: fileURLToPath(new URL('pool-worker.mjs', import.meta.url)),
    items,
    pathOf: ({ value = -1 }) => `item ${value}`,
    data: { begun: begun.buffer },
  });
}

async function collect(items: readonly Item[], args?: Parameters<typeof map>[1]) {
  const results: (number | string)[] = [];
  for await (const result of map(items, args))
    results.push(result.error ? result.error.message : result.value);
  return results;
}

const numbered = (count: number): Item[] => Array.from({ length: count }, (_, value) => ({ value }));

/** Threads and ports that are open in this process. */
const open = (): number =>
  process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)).length;

describe('mapInWorkers', () => {
  it('gives results in the order of the items, though later ones are done sooner', async () => {
    const items = [60, 1, 40, 1, 1, 20, 1].map((after, value) => ({ after, value }));
    expect(await collect(items)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('says with each result which file it is of', async () => {
    for await (const { path } of map([{ value: 7 }])) expect(path).toBe('item 7');
  });

  it('gives nothing for nothing, and starts no thread', async () => {
    expect(await collect([])).toEqual([]);
  });

  it('runs at most two items a thread ahead of who takes the results', async () => {
    const results = map(numbered(30));
    await results.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(begun[0]).toBeGreaterThan(1);
    expect(begun[0]).toBeLessThanOrEqual(4);
    await results.return();
  });

  it('starts no more threads than there are items', async () => {
    const before = open();
    const results = map([{ value: 1 }], { workers: 8 });
    await results.next();
    // A thread has a port of its own and one for its tasks.
    expect(open() - before).toBeLessThanOrEqual(2);
    await results.return();
  });

  it('gives a failure as the error of its item, kind and all, and goes on', async () => {
    const results = [];
    for await (const result of map([{ does: 'fail', value: 0 }, { value: 1 }])) results.push(result);
    expect(results[0]!.error).toBeInstanceOf(RangeError);
    expect(results[0]!.error?.message).toBe('work: no such thing');
    expect(results[1]).toEqual({ path: 'item 1', value: 1 });
  });

  it.each([
    ['exit', /^test: the thread that worked on item 2 died: .*code: 3\. If it/],
    ['crash', /^test: the thread that worked on item 2 died: out of luck\. If it/],
  ] as const)('goes on after an item at which its thread dies (%s)', async (does, message) => {
    const [zero, one, two, three, four] = await collect([
      ...numbered(2),
      { does, value: 2 },
      { value: 3 },
      { value: 4 },
    ]);
    expect([zero, one, three, four]).toEqual([0, 1, 3, 4]);
    expect(two).toMatch(message);
  });

  it('ends when a thread dies before anything came through: the others would, too', async () => {
    const items = Array.from({ length: 50 }, (): Item => ({ does: 'exit' }));
    await expect(collect(items)).rejects.toThrow(/^test: the thread that worked on item -1 died/);
    expect(begun[0]).toBeLessThan(8);
  });

  it('ends with the reason for which a thread cannot work', async () => {
    await expect(collect([{ does: 'never start' }, { value: 1 }])).rejects.toThrow(
      new TypeError('work: nothing to work with'),
    );
  });

  it('ends with what fails in a thread that is between two items', async () => {
    const items: Item[] = [
      { does: 'throw later', value: 0 },
      { value: 1, after: 20_000 },
    ];
    await expect(collect(items)).rejects.toThrow('forgotten');
  });

  it('stops threads at once when the signal aborts, also those that compute without a pause', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 300);
    const before = open();
    const items: Item[] = [{ value: 0 }, { does: 'hang' }, { value: 1 }];
    await expect(collect(items, { signal: controller.signal })).rejects.toBe(reason);
    expect(open()).toBe(before);
  });

  it('starts nothing under a signal that has aborted', async () => {
    await expect(collect(numbered(2), { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(begun[0]).toBe(0);
  });

  it('leaves no thread behind, whether it ends, is left early, or its consumer throws', async () => {
    const before = open();
    await collect(numbered(5));
    expect(open()).toBe(before);
    for await (const result of map([{ value: 0 }, { does: 'hang' }])) {
      expect(result.path).toBe('item 0');
      break;
    }
    expect(open()).toBe(before);
    const failing = async (): Promise<void> => {
      for await (const { path } of map(numbered(5))) throw new Error(path);
    };
    await expect(failing()).rejects.toThrow('item 0');
    expect(open()).toBe(before);
  });
});

describe('checkWorkers', () => {
  it.each([0, -1, 1.5, NaN])('refuses %s threads', (workers) => {
    expect(() => checkWorkers('test', workers)).toThrow(RangeError);
  });

  it('takes any number of them, and leaves the choice to the machine', () => {
    for (const workers of [1, 64, undefined]) expect(() => checkWorkers('test', workers)).not.toThrow();
  });
});
