import { expect, test } from 'vitest';
import { codeOf, fileError } from '../../src/node/file-error';

test('the code of a system call becomes a reason and a remedy, and stays as the cause', () => {
  const cause = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const error = fileError('writeImage', 'write', '/out/a.png', cause);
  expect(error.message).toBe(
    'writeImage: cannot write /out/a.png: the disk is full. Make room, or choose another path.',
  );
  expect(error.cause).toBe(cause);
});

test('an unknown failure is told in its own words', () => {
  expect(fileError('f', 'read', 'a', new Error('EIO: i/o error')).message).toBe(
    'f: cannot read a: EIO: i/o error. Try again.',
  );
  expect(fileError('f', 'read', 'a', 'thrown text').message).toBe(
    'f: cannot read a: thrown text. Try again.',
  );
});

test('only system calls have a code', () => {
  expect(codeOf(Object.assign(new Error(), { code: 'ENOENT' }))).toBe('ENOENT');
  expect(codeOf(new Error())).toBeUndefined();
  expect(codeOf('ENOENT')).toBeUndefined();
});
