import { createImage } from 'hilum';
import { transferableSymbol, valueSymbol } from 'piscina';
import { describe, expect, it } from 'vitest';
import { workerTask, type Outcome } from '../../src/node/worker-task';

/** A task that answers every item with `result`. */
const answering = <Result extends object>(result: Result): ((item: string) => Promise<Outcome<Result>>) =>
  workerTask(() => Promise.resolve(() => Promise.resolve(result)));

/** What Piscina makes of an answer: the value, and the buffers that move with it. */
function unwrap(answer: unknown): { value: unknown; moved: unknown } {
  const movable = answer as Record<symbol, unknown>;
  return { value: movable[valueSymbol], moved: movable[transferableSymbol] };
}

describe('workerTask', () => {
  it('hands over the pixels of every image of a result, and leaves the rest as it is', async () => {
    const image = createImage({ width: 2, height: 1, data: new Uint8Array([1, 2]) });
    const mask = createImage({ width: 1, height: 1, data: new Float32Array([0.5]) });
    const { value, moved } = unwrap(await answering({ name: 'a', image, mask })('item'));
    expect(value).toEqual({ value: { name: 'a', image, mask } });
    expect(moved).toEqual([image.data.buffer, mask.data.buffer]);
    expect((moved as ArrayBuffer[])[0]).toBe(image.data.buffer);
  });

  it('hands over a buffer once, though two images lie in it', async () => {
    const image = createImage({ width: 2, height: 1, data: new Uint8Array([1, 2]) });
    const { moved } = unwrap(await answering({ image, mask: image })('item'));
    expect(moved).toEqual([image.data.buffer]);
  });

  it('copies pixels that are a part of a buffer: the rest of it is not ours', async () => {
    const shared = new Uint8Array([9, 1, 2, 9]);
    const image = createImage({ width: 2, height: 1, data: shared.subarray(1, 3) });
    const { value, moved } = unwrap(await answering({ image })('item'));
    expect(value).toEqual({ value: { image } });
    expect(moved).toEqual([new Uint8Array([1, 2]).buffer]);
    expect(shared).toEqual(new Uint8Array([9, 1, 2, 9]));
  });

  it('starts once, and with the first item', async () => {
    let starts = 0;
    const task = workerTask(() => {
      starts++;
      return Promise.resolve((item: string) => Promise.resolve({ item }));
    });
    expect(starts).toBe(0);
    expect(unwrap(await task('a')).value).toEqual({ value: { item: 'a' } });
    expect(unwrap(await task('b')).value).toEqual({ value: { item: 'b' } });
    expect(starts).toBe(1);
  });

  it('tells the failure of an item from one that no item can help', async () => {
    const failing = workerTask<string, object>(() =>
      Promise.resolve(() => Promise.reject(new RangeError('bad item'))),
    );
    expect(await failing('a')).toEqual({ error: new RangeError('bad item') });
    const unable = workerTask<string, object>(() => Promise.reject(new TypeError('no model')));
    expect(await unable('a')).toEqual({ fatal: new TypeError('no model') });
    expect(await unable('b')).toEqual({ fatal: new TypeError('no model') });
  });

  it('makes an Error of whatever else is thrown', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a careless setup does
    const failing = workerTask<string, object>(() => Promise.resolve(() => Promise.reject('just words')));
    expect(await failing('a')).toEqual({ error: new Error('just words') });
  });
});
