import { createImage } from 'hilum';
import { describe, expect, it } from 'vitest';
import { whiteOf } from '../../src/data/image';

describe('createImage', () => {
  it('keeps the data it is given, and knows the depth by its type', () => {
    const data = new Uint16Array(6);
    const image = createImage({ width: 3, height: 1, channels: 2, data });
    expect(image.data).toBe(data);
    expect([image.depth, whiteOf(image)]).toEqual([16, 65535]);
    expect(createImage({ width: 1, height: 1, data: new Uint8Array(1) }).depth).toBe(8);
    expect(whiteOf(createImage({ width: 1, height: 1, data: new Float32Array(1) }))).toBe(1);
  });

  it('refuses data of another size', () => {
    expect(() => createImage({ width: 2, height: 2, data: new Uint8Array(3) })).toThrow(
      new RangeError('createImage: data must hold width × height × channels = 4 values, got 3.'),
    );
  });

  it('refuses a side that is not a whole number above 0', () => {
    expect(() => createImage({ width: 0, height: 1, data: new Uint8Array(0) })).toThrow(/createImage: width/);
  });
});
