import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  mergedNames,
  montgomeryNames,
  pairByName,
  sameNames,
  shenzhenNames,
  sourceOf,
  type Pairing,
} from 'hilum';
import { describe, expect, it } from 'vitest';

/** Every path that the result speaks of, images first. */
const pathsOf = ({ pairs, imagesWithoutMask, masksWithoutImage, ambiguous }: Pairing) => ({
  images: [
    ...pairs.map(({ image }) => image),
    ...imagesWithoutMask,
    ...ambiguous.flatMap(({ images }) => images),
  ],
  masks: [
    ...pairs.flatMap(({ masks }) => masks),
    ...masksWithoutImage,
    ...ambiguous.flatMap(({ masks }) => masks),
  ],
});

describe('pairByName', () => {
  it('pairs the merged collection and lists what is left over', () => {
    const images = ['i/CHNCXR_0001_0.png', 'i/CHNCXR_0002_0.png', 'i/MCUCXR_0001_0.png'];
    const masks = ['m/MCUCXR_0001_0.png', 'm/CHNCXR_0001_0_mask.png', 'm/CHNCXR_0009_0_mask.png'];
    expect(pairByName(images, masks, mergedNames)).toEqual({
      pairs: [
        { name: 'CHNCXR_0001_0', image: 'i/CHNCXR_0001_0.png', masks: ['m/CHNCXR_0001_0_mask.png'] },
        { name: 'MCUCXR_0001_0', image: 'i/MCUCXR_0001_0.png', masks: ['m/MCUCXR_0001_0.png'] },
      ],
      imagesWithoutMask: ['i/CHNCXR_0002_0.png'],
      masksWithoutImage: ['m/CHNCXR_0009_0_mask.png'],
      ambiguous: [],
    });
  });

  it('gives a pair of Montgomery its left and its right mask, in that order', () => {
    const masks = ['rightMask/MCUCXR_0001_0.png', 'leftMask/MCUCXR_0001_0.png'];
    const { pairs, ambiguous } = pairByName(['MCUCXR_0001_0.png'], masks, montgomeryNames);
    expect(ambiguous).toEqual([]);
    expect(pairs[0]?.masks).toEqual(['leftMask/MCUCXR_0001_0.png', 'rightMask/MCUCXR_0001_0.png']);
  });

  it('does not take one lung for both', () => {
    const masks = ['leftMask/a.png', 'rightMask/a.png', 'leftMask/b.png'];
    const { pairs, ambiguous } = pairByName(['a.png', 'b.png'], masks, montgomeryNames);
    expect(pairs.map(({ name }) => name)).toEqual(['a']);
    expect(ambiguous).toEqual([
      { name: 'b', images: ['b.png'], masks: ['leftMask/b.png'], reason: 'no mask of part right' },
    ]);
  });

  it('names both files where two have one name', () => {
    const twoMasks = pairByName(['a.png'], ['x/a.png', 'y/a.png'], sameNames);
    expect(twoMasks.ambiguous[0]?.reason).toBe('2 masks of one name: x/a.png, y/a.png');
    const twoImages = pairByName(['x/a.png', 'y/a.jpg'], ['a.png'], sameNames);
    expect(twoImages.ambiguous[0]?.reason).toBe('2 images of one name: x/a.png, y/a.jpg');
    const suffixed = pairByName(['a.png'], ['a_mask.png', 'a.png'], mergedNames);
    expect(suffixed.ambiguous[0]?.masks).toEqual(['a_mask.png', 'a.png']);
    const leftTwice = pairByName(['a.png'], ['left/a.png', 'old/left/a.png', 'right/a.png'], montgomeryNames);
    expect(leftTwice.pairs).toEqual([]);
    const wholeAndLeft = pairByName(['a.png'], ['left/a.png', 'both/a.png'], montgomeryNames);
    expect(wholeAndLeft.ambiguous[0]?.reason).toMatch(/^2 masks/);
  });

  it('lists files without a partner as such, even several of one name', () => {
    const { imagesWithoutMask, masksWithoutImage, ambiguous } = pairByName(
      ['x/a.png', 'y/a.png'],
      ['left/b.png', 'right/b.png'],
      montgomeryNames,
    );
    expect(imagesWithoutMask).toEqual(['x/a.png', 'y/a.png']);
    expect(masksWithoutImage).toEqual(['left/b.png', 'right/b.png']);
    expect(ambiguous).toEqual([]);
  });

  it('bridges Windows paths and other extensions', () => {
    const { pairs } = pairByName(
      ['C:\\x\\CHNCXR_0001_0.JPG'],
      ['D:/m/CHNCXR_0001_0_mask.png'],
      shenzhenNames,
    );
    expect(pairs).toHaveLength(1);
  });

  it('counts a path that is given twice once', () => {
    const { pairs, ambiguous } = pairByName(['a.png', 'a.png'], ['m/a.png', 'm/a.png'], sameNames);
    expect([pairs.length, ambiguous.length]).toEqual([1, 0]);
  });

  it('lists masks that do not follow the rule', () => {
    const { pairs, masksWithoutImage } = pairByName(['a.png'], ['a.png', 'Thumbs.db'], shenzhenNames);
    expect(pairs).toEqual([]);
    expect(masksWithoutImage).toEqual(['a.png', 'Thumbs.db']);
  });

  it('is not confused by names such as __proto__', () => {
    expect(
      pairByName(['__proto__.png', 'constructor.png'], ['m/__proto__.png'], sameNames).pairs,
    ).toHaveLength(1);
  });

  it('loses no path and doubles none, whatever the names', () => {
    const path = fc
      .tuple(
        fc.constantFrom('', 'x/', 'leftMask/', 'y\\rightMask\\'),
        fc.constantFrom('a', 'b', 'CHNCXR_0001_0', 'MCUCXR_0002_1'),
        fc.constantFrom('', '_mask', '_MASK'),
        fc.constantFrom('.png', '.PNG', '.jpg', ''),
      )
      .map((parts) => parts.join(''));
    const rule = fc.constantFrom(sameNames, mergedNames, shenzhenNames, montgomeryNames);
    fc.assert(
      fc.property(fc.uniqueArray(path), fc.uniqueArray(path), rule, (images, masks, names) => {
        const result = pairByName(images, masks, names);
        const found = pathsOf(result);
        expect([...found.images].sort()).toEqual([...images].sort());
        expect([...found.masks].sort()).toEqual([...masks].sort());
        for (const pair of result.pairs) {
          for (const mask of pair.masks) expect(names(mask, 'mask')?.key).toBe(pair.name);
          expect(names(pair.image, 'image')?.key).toBe(pair.name);
        }
      }),
    );
  });

  it('refuses a rule that is no function', () => {
    expect(() => pairByName([], [], 'merged' as never)).toThrow(/rule must be a function .* got string/);
  });

  it('finds 538 pairs of the 550 real images, 12 without a mask', (context) => {
    const folder = join(process.env.HILUM_DATA ?? '../shared/data', 'cxr256');
    if (!existsSync(folder)) context.skip(`no real X-rays in ${folder}: set HILUM_DATA to where they are`);
    const list = (name: string) => readdirSync(join(folder, name)).map((file) => join(folder, name, file));
    const result = pairByName(list('CXR_png'), list('masks'), mergedNames);
    expect(result.imagesWithoutMask).toHaveLength(12);
    expect([result.masksWithoutImage, result.ambiguous]).toEqual([[], []]);
    expect(result.pairs).toHaveLength(538);
    expect(result.pairs.every(({ image }) => sourceOf(image) !== undefined)).toBe(true);
  });
});
