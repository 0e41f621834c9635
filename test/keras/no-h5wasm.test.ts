import { readKerasFile } from 'hilum/keras';
import { expect, test, vi } from 'vitest';
import { kerasFile } from './reference';

vi.mock('h5wasm', () => {
  throw new Error('Cannot find package');
});

test('without h5wasm the error says what to type', async () => {
  await expect(readKerasFile(kerasFile('notop'))).rejects.toThrow(
    'readKerasFile: HDF5 files take a package more. Install it: npm i h5wasm.',
  );
});
