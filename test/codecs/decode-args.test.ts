import { expect, test } from 'vitest';
import { checkPixels, defaultMaxPixels, failer } from '../../src/codecs/decode-args';

test('the sentence begins with the function and the file, and keeps its cause', () => {
  const cause = new Error('deep down');
  expect(() => failer('decodePng', 'a.png')('is broken.', cause)).toThrow(
    expect.objectContaining({ message: 'decodePng: a.png is broken.', cause }) as Error,
  );
});

test('the default of maxPixels lets the largest detectors pass and refuses 8193 × 8192', () => {
  expect(() => checkPixels('f', 'a', { width: 4320, height: 4320 }, defaultMaxPixels)).not.toThrow();
  expect(() => checkPixels('f', 'a', { width: 8193, height: 8192 }, defaultMaxPixels)).toThrow(RangeError);
});
