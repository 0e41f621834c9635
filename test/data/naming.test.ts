import {
  labelOf,
  mergedNames,
  montgomeryNames,
  patientOf,
  sameNames,
  shenzhenNames,
  sourceOf,
  stemOf,
} from 'hilum';
import { describe, expect, it } from 'vitest';

describe('stemOf', () => {
  it.each([
    ['a.png', 'a'],
    ['/data/CXR_png/a.b.PNG', 'a.b'],
    ['C:\\xray\\masks\\a.jpeg', 'a'],
    ['mixed\\folder/a.dcm', 'a'],
    ['folder.v2/a', 'a'],
    ['.hidden', '.hidden'],
    ['', ''],
  ])('of %s is %s', (path, stem) => {
    expect(stemOf(path)).toBe(stem);
  });
});

describe('the rules', () => {
  it('give an image and its masks one key', () => {
    expect(sameNames('a/x.jpg', 'image')).toEqual(sameNames('b/x.png', 'mask'));
    expect(mergedNames('a/CHNCXR_0001_0.png', 'image')).toEqual(
      mergedNames('b/CHNCXR_0001_0_mask.PNG', 'mask'),
    );
    expect(mergedNames('a/MCUCXR_0001_0.png', 'image')).toEqual(mergedNames('b/MCUCXR_0001_0.png', 'mask'));
    expect(shenzhenNames('CHNCXR_0001_0.png', 'image')?.key).toBe(
      shenzhenNames('m\\CHNCXR_0001_0_mask.png', 'mask')?.key,
    );
  });

  it('of Shenzhen passes over masks without the suffix', () => {
    expect(shenzhenNames('MCUCXR_0001_0.png', 'mask')).toBeUndefined();
    expect(shenzhenNames('MCUCXR_0001_0.png', 'image')?.key).toBe('MCUCXR_0001_0');
  });

  it('of Montgomery tells left from right by the folder, of either slash', () => {
    const part = (path: string) => montgomeryNames(path, 'mask')?.part;
    expect(part('ManualMask/leftMask/MCUCXR_0001_0.png')).toBe('left');
    expect(part('ManualMask\\RIGHTMASK\\MCUCXR_0001_0.png')).toBe('right');
    expect(part('left/both/MCUCXR_0001_0.png')).toBeUndefined();
    expect(montgomeryNames('right/MCUCXR_0001_0.png', 'image')?.part).toBeUndefined();
  });
});

describe('patientOf, sourceOf and labelOf', () => {
  it.each([
    ['CXR_png/CHNCXR_0001_0.png', 'CHNCXR_0001', 'Shenzhen', 0],
    ['masks\\CHNCXR_0327_1_mask.PNG', 'CHNCXR_0327', 'Shenzhen', 1],
    ['MCUCXR_0104_1.png', 'MCUCXR_0104', 'Montgomery', 1],
    ['mcucxr_0104_1.png', 'MCUCXR_0104', 'Montgomery', 1],
    ['scan_7_1.png', 'scan_7_1', undefined, undefined],
    ['CHNCXR_0001_2.png', 'CHNCXR_0001_2', undefined, undefined],
    ['xCHNCXR_0001_0.png', 'xCHNCXR_0001_0', undefined, undefined],
  ])('read %s', (path, patient, source, label) => {
    expect([patientOf(path), sourceOf(path), labelOf(path)]).toEqual([patient, source, label]);
  });
});
