import { createImage, type Sample } from 'hilum';
import { describe, expect, it } from 'vitest';
import { decodeSample, encodeSample } from '../../src/node/sample-file';

const sample: Sample = {
  name: 'a.png',
  image: createImage({ width: 2, height: 1, data: new Uint16Array([1, 65_535]), spacing: [0.2, 0.1] }),
  mask: createImage({ width: 2, height: 1, channels: 2, data: new Uint8Array([0, 255, 255, 0]) }),
  targets: {
    distance: {
      image: createImage({ width: 2, height: 1, data: new Float32Array([0.1, NaN]) }),
      interpolation: 'bilinear',
    },
  },
};
const file = Buffer.concat(encodeSample(sample));

describe('decodeSample', () => {
  it('gives what encodeSample was given: every depth, spacing and targets', () => {
    expect(decodeSample('a.png', file)).toEqual(sample);
    const { image, mask } = sample;
    expect(decodeSample('b.png', Buffer.concat(encodeSample({ name: '', image, mask })))).toEqual({
      ...{ name: 'b.png', image, mask },
    });
  });

  it('gives nothing where a single byte was changed, or any number of them is missing', () => {
    for (let at = 0; at < file.length; at++) {
      const changed = Buffer.from(file);
      changed[at]! ^= 4;
      expect(decodeSample('a.png', changed)).toBeUndefined();
      expect(decodeSample('a.png', file.subarray(0, at))).toBeUndefined();
    }
  });
});
