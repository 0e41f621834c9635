import { describe, expect, it } from 'vitest';
import { problemsBetween, problemsOfPairing } from '../../src/data/dataset-problems';
import type { DatasetRow } from '../../src/data/dataset-row';

const row = (name: string, more: Partial<DatasetRow>): DatasetRow => ({
  name,
  source: undefined,
  label: undefined,
  split: undefined,
  group: undefined,
  width: 1,
  height: 1,
  channels: 1,
  depth: 8,
  mean: 0,
  deviation: 0,
  maskShare: undefined,
  contentHash: name,
  perceptualHash: undefined,
  ...more,
});
const seen = (rows: DatasetRow[], distance = 2) =>
  problemsBetween(rows, distance).map(({ severity, kind, names, message }) => [
    severity,
    kind,
    names.join(),
    message,
  ]);

describe('problemsBetween', () => {
  it('warns of copies in one part, and calls those in two a leak', () => {
    const rows = [
      row('a', { contentHash: '1', split: 'train' }),
      row('b', { contentHash: '1', split: 'train' }),
      row('c', { contentHash: '2', split: 'train' }),
      row('d', { contentHash: '2', split: 'test' }),
      row('e', { contentHash: '2' }),
    ];
    expect(seen(rows)).toEqual([
      ['warning', 'duplicate', 'a,b', '2 images with the same pixels.'],
      ['error', 'leak', 'c,d,e', '3 images with the same pixels in train and test.'],
    ]);
  });

  it('does the same with pictures that look alike, and does not tell of nothing but copies again', () => {
    const look = { perceptualHash: 'ff0' };
    const rows = [
      row('a', { ...look, contentHash: '1', split: 'train' }),
      row('b', { ...look, contentHash: '1', split: 'train' }),
      row('c', { perceptualHash: 'ff1', split: 'validation' }),
      row('d', { perceptualHash: '00f', split: 'test' }),
    ];
    expect(seen(rows)).toEqual([
      ['warning', 'duplicate', 'a,b', '2 images with the same pixels.'],
      ['error', 'leak', 'a,b,c', '3 images that look alike in train and validation.'],
    ]);
    expect(seen([row('a', look), row('b', look)])).toEqual([
      ['warning', 'near duplicate', 'a,b', '2 images that look alike.'],
    ]);
  });

  it('calls a patient in two parts a leak, and one in a single part nothing', () => {
    const rows = [
      row('a', { group: 'p1', split: 'train' }),
      row('b', { group: 'p1', split: 'test' }),
      row('c', { group: 'p2', split: 'test' }),
      row('d', { group: 'p2', split: 'test' }),
      row('e', { split: 'train' }),
    ];
    expect(seen(rows)).toEqual([['error', 'leak', 'a,b', 'Images of one patient, p1, in train and test.']]);
  });

  it('finds a leak behind copies: the copy is in one part, what looks alike in the other', () => {
    const rows = [
      row('a', { contentHash: '1', perceptualHash: 'ff0' }),
      row('b', { contentHash: '1', perceptualHash: 'ff0', split: 'train' }),
      row('c', { perceptualHash: 'ff1', split: 'test' }),
    ];
    expect(seen(rows).at(-1)).toEqual([
      'error',
      'leak',
      'a,b,c',
      '3 images that look alike in train and test.',
    ]);
  });
});

describe('problemsOfPairing', () => {
  it('warns of all that is left over', () => {
    const problems = problemsOfPairing({
      imagesWithoutMask: ['a'],
      masksWithoutImage: ['b'],
      ambiguous: [{ name: 'c', images: ['c'], masks: ['d', 'e'], reason: '2 masks of one name' }],
    });
    expect(problems.map(({ kind, names }) => [kind, names.join()])).toEqual([
      ['image without mask', 'a'],
      ['mask without image', 'b'],
      ['ambiguous', 'c,d,e'],
    ]);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(problems[2]!.message).toBe('Left out, since a pair would be a guess: 2 masks of one name.');
  });
});
