import { applySplit, kFold, labelOf, patientOf, saveSplit, splitDataset, stemOf } from 'hilum';
import { describe, expect, it } from 'vitest';

const images = Array.from({ length: 30 }, (_, i) => `x/CHNCXR_${1000 + (i >> 1)}_${i % 2}.png`);
const args = { group: patientOf, stratify: labelOf, seed: 4 };

describe('saveSplit and applySplit', () => {
  it('give the same split back through JSON, from files in another folder and order', () => {
    const split = splitDataset(images, args);
    const saved = JSON.parse(JSON.stringify(saveSplit(split, stemOf))) as typeof split;
    const moved = images.map((path) => path.replace('x/', 'y\\')).reverse();
    const again = applySplit(moved, saved, stemOf);
    for (const part of ['train', 'validation', 'test'] as const) {
      expect(again[part].map(stemOf).reverse()).toEqual(split[part].map(stemOf));
    }
  });

  it('save the folds of folds: nested cross-validation', () => {
    for (const outer of kFold(images, { folds: 3, ...args })) {
      for (const { train, test: validation } of kFold(outer.train, { folds: 2, ...args })) {
        const saved = saveSplit({ train, validation, test: outer.test }, stemOf);
        expect(applySplit(images, saved, stemOf)).toEqual({ train, validation, test: outer.test });
        const patients = [train, validation, outer.test].flatMap((part) => [...new Set(part.map(patientOf))]);
        expect(new Set(patients).size).toBe(patients.length);
        expect(patients).toHaveLength(15);
      }
    }
  });

  it('refuse images that are not in it, and files that are gone', () => {
    const saved = { train: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], test: [] };
    expect(() => applySplit(['a', 'z'], saved, (key) => key)).toThrow(
      'applySplit: each item must stand in the saved split, got z that do not. ' +
        'Leave them out, or split anew (splitByHash lets images join).',
    );
    expect(() => applySplit(['a'], saved, (key) => key)).toThrow(
      'applySplit: each key of the saved split must have an item, got none for b, c, d, e, f and 1 more. Find the files.',
    );
  });

  it('refuse a key twice', () => {
    expect(() => saveSplit({ train: ['x/a'], test: ['y/a'] }, stemOf)).toThrow(
      'saveSplit: a key must stand once, got a in train and in test. Choose another keyOf.',
    );
    expect(() => applySplit(['a', 'a'], { train: ['a'] }, (key) => key)).toThrow('got a twice.');
    expect(() => applySplit(['a'], { train: ['a', 'a'] }, (key) => key)).toThrow(
      'got a in train and in train',
    );
  });

  it.each([null, [], 'train', { train: 'a' }, { train: [1] }])('refuse %j for a saved split', (saved) => {
    expect(() => applySplit(['a'], saved as never, (key) => key)).toThrow(TypeError);
  });
});
