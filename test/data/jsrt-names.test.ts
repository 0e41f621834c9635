import { jsrtNames, pairByName, sourceOf } from 'hilum';
import { describe, expect, it } from 'vitest';

describe('jsrtNames', () => {
  const structures = ['heart', 'left clavicle', 'left lung', 'right clavicle', 'right lung'];

  it('finds the five structures of SCR, in alphabetical order', () => {
    const masks = [...structures].reverse().map((name) => `scratch/fold1/masks/${name}/JPCLN001.png`);
    const { pairs } = pairByName(['images/JPCLN001.png'], masks, jsrtNames);
    expect(pairs).toEqual([
      { name: 'JPCLN001', image: 'images/JPCLN001.png', masks: masks.reverse(), parts: structures },
    ]);
  });

  it.each([
    ['Left_Lung/a.png', 'left lung'],
    ['x\\right-clavicle\\a.gif', 'right clavicle'],
    ['x/RIGHTLUNGS/a.png', 'right lung'],
    ['heart/a.png', 'heart'],
  ])('reads %s', (path, part) => {
    expect(jsrtNames(path, 'mask')).toEqual({ key: 'a', part });
  });

  it('has no rule for masks in other folders, and misses none that others have', () => {
    expect(jsrtNames('left lung/other/a.png', 'mask')).toBeUndefined();
    expect(jsrtNames('sweetheart/a.png', 'mask')).toBeUndefined();
    const masks = ['heart/a.png', 'left lung/a.png', 'heart/b.png'];
    const { pairs, ambiguous } = pairByName(['a.png', 'b.png'], masks, jsrtNames);
    expect(pairs.map(({ name }) => name)).toEqual(['a']);
    expect(ambiguous[0]?.reason).toBe('no mask of part left lung');
  });

  it('is the source of images by their names', () => {
    expect([sourceOf('x/JPCLN001.IMG'), sourceOf('JPCNN093.png'), sourceOf('JPC001.png')]).toEqual([
      'JSRT',
      'JSRT',
      undefined,
    ]);
  });
});
