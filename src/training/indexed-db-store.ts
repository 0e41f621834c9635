import type { CheckpointStore } from './checkpoints';

const files = 'files';

/**
 * Keeps the checkpoints of a run in the browser: in the IndexedDB database `name` of the page's origin, where a
 * reload or a crash of the page leaves them. A write is one transaction: all of it or nothing.
 *
 * @returns a store whose functions reject with an Error that says why, for instance when the quota is used up
 * @throws Error when there is no IndexedDB, as in Node
 * @example
 * ```ts no-run: Node has no IndexedDB
 * import { checkpoints, indexedDbStore } from 'hilum';
 *
 * const saved = checkpoints({ store: indexedDbStore('lungs') }); // train(model, { …, checkpoints: saved, resume: true })
 * ```
 */
export function indexedDbStore(name: string): CheckpointStore {
  if (typeof indexedDB === 'undefined')
    throw new Error(
      'indexedDbStore: there must be an IndexedDB, got none. In Node use folderStore of hilum/node.',
    );

  const transact = async <T>(
    mode: IDBTransactionMode,
    action: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const open = indexedDB.open(name, 1);
    open.onupgradeneeded = () => open.result.createObjectStore(files);
    const database = await settled(open);
    try {
      const transaction = database.transaction(files, mode);
      const request = action(transaction.objectStore(files));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => {
          resolve();
        };
        transaction.onabort = () => {
          reject(failure(transaction.error));
        };
      });
      return request.result;
    } finally {
      // A database left open would keep another page from deleting it.
      database.close();
    }
  };
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(failure(request.error));
      };
    });
  const failure = (cause: DOMException | null): Error =>
    new Error(
      `indexedDbStore: cannot use the database ${name}: ${cause?.message ?? 'the transaction was aborted'}. Make room, or allow the page to store data.`,
      { cause },
    );

  return {
    list: async () => (await transact('readonly', (store) => store.getAllKeys())).map(String),
    async read(file) {
      const bytes = await transact(
        'readonly',
        (store) => store.get(file) as IDBRequest<Uint8Array | undefined>,
      );
      if (bytes) return bytes;
      throw new Error(
        `indexedDbStore: ${file} must be in the database ${name}, got nothing. It was removed.`,
      );
    },
    async write(file, bytes) {
      await transact('readwrite', (store) => store.put(bytes, file));
    },
    async remove(file) {
      await transact('readwrite', (store) => store.delete(file));
    },
  };
}
