import { createImage, inceptionResnetV2Input, resnet50Input, vgg16Input } from 'hilum';
import { describe, expect, it } from 'vitest';

const rgb = createImage({ width: 2, height: 1, channels: 3, data: Uint8Array.of(10, 20, 30, 255, 0, 128) });
const values = (image: { data: Float32Array }): number[] => [...image.data].map((x) => +x.toFixed(3));

describe.each([
  ['vgg16Input', vgg16Input],
  ['resnet50Input', resnet50Input],
])('%s', (name, prepare) => {
  it('turns the channels round and takes the means of ImageNet away', () => {
    // By hand: 30 − 103.939, 20 − 116.779, 10 − 123.68; then 128, 0, 255.
    expect(values(prepare(rgb))).toEqual([-73.939, -96.779, -113.68, 24.061, -116.779, 131.32]);
  });

  it('repeats grey, with alpha or not, and leaves alpha of colours out', () => {
    const grey = createImage({ width: 1, height: 1, data: Uint8Array.of(100) });
    const greyAlpha = createImage({ width: 1, height: 1, channels: 2, data: Uint8Array.of(100, 7) });
    const rgba = createImage({ width: 1, height: 1, channels: 4, data: Uint8Array.of(100, 100, 100, 7) });
    expect(values(prepare(grey))).toEqual([-3.939, -16.779, -23.68]);
    expect(prepare(greyAlpha)).toEqual(prepare(grey));
    expect(prepare(rgba)).toEqual(prepare(grey));
  });

  it('refuses more than four channels', () => {
    const five = createImage({ width: 1, height: 1, channels: 5, data: new Uint8Array(5) });
    expect(() => prepare(five)).toThrow(
      new RangeError(
        `${name}: image must have 1 to 4 channels, got 5. Pass one of its planes as a grey image.`,
      ),
    );
  });
});

describe('inceptionResnetV2Input', () => {
  it('keeps red, green, blue and brings them to −1 … 1', () => {
    // By hand: x / 127.5 − 1.
    expect(values(inceptionResnetV2Input(rgb))).toEqual([-0.922, -0.843, -0.765, 1, -1, 0.004]);
  });

  it('gives the same for the same picture in 8 bits, 16 bits and floats', () => {
    const of = (data: Uint8Array | Uint16Array | Float32Array): number[] =>
      values(inceptionResnetV2Input(createImage({ width: 1, height: 1, data })));
    expect(of(Uint8Array.of(51))).toEqual([-0.6, -0.6, -0.6]);
    expect(of(Uint16Array.of(13107))).toEqual([-0.6, -0.6, -0.6]);
    expect(of(Float32Array.of(0.2))).toEqual([-0.6, -0.6, -0.6]);
  });
});
