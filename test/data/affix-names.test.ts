import { pairByName, prefixNames, suffixNames } from 'hilum';
import { describe, expect, it } from 'vitest';

describe('suffixNames and prefixNames', () => {
  it('pair what differs by the suffix or the prefix alone, whatever the extensions', () => {
    const images = ['x/a.b.jpg', 'x/c.png'];
    expect(pairByName(images, ['y\\a.b_lung.png', 'y/c_LUNG.png'], suffixNames('_lung'))).toMatchObject({
      pairs: [{ name: 'a.b', image: 'x/a.b.jpg', masks: ['y\\a.b_lung.png'] }],
      imagesWithoutMask: ['x/c.png'],
      masksWithoutImage: ['y/c_LUNG.png'],
    });
    expect(pairByName(images, ['y/seg.a.b.png', 'y/c.png'], prefixNames('seg.'))).toMatchObject({
      pairs: [{ name: 'a.b', image: 'x/a.b.jpg', masks: ['y/seg.a.b.png'] }],
      masksWithoutImage: ['y/c.png'],
    });
  });

  it('leave the names of images as they are', () => {
    expect(suffixNames('_m')('a_m.png', 'image')).toEqual({ key: 'a_m' });
    expect(prefixNames('m_')('m_a.png', 'image')).toEqual({ key: 'm_a' });
  });

  it('refuse nothing at all', () => {
    const remedy = 'must not be empty. Use sameNames for masks named like their image.';
    expect(() => suffixNames('')).toThrow(`suffixNames: suffix ${remedy}`);
    expect(() => prefixNames('')).toThrow(`prefixNames: prefix ${remedy}`);
  });
});
