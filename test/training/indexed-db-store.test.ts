import { indexedDbStore } from 'hilum';
import { describe, expect, it } from 'vitest';

// What it does where there is a database: test/browser/indexed-db-store.browser.test.ts.
describe('indexedDbStore', () => {
  it('says in Node what to use instead', () => {
    expect(() => indexedDbStore('run')).toThrow(
      new Error(
        'indexedDbStore: there must be an IndexedDB, got none. In Node use folderStore of hilum/node.',
      ),
    );
  });
});
