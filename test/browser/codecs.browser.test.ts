import { chestPhantom, createImage, toRgb, type Image } from 'hilum';
import { decodeImage, decodeJpeg, decodePng, encodePng } from 'hilum/codecs';
import { describe, expect, it } from 'vitest';

const { image } = chestPhantom({ seed: 5, size: 64 });

/** The image as a file of the browser's own encoder. */
async function fileOf(picture: Image, type: string): Promise<Uint8Array> {
  const { width, height, data } = toRgb(picture);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let p = 0; p < width * height; p++) for (let c = 0; c < 3; c++) rgba[4 * p + c] = data[3 * p + c]!;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(rgba, width, height), 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer());
}

/** RGBA values by the browser's own decoder. */
async function browserPixels(file: Uint8Array, type: string): Promise<Uint8ClampedArray> {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(file)], { type }), {
    colorSpaceConversion: 'none',
  });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

describe('hilum/codecs in a page', () => {
  it('decodes the PNG that the browser wrote, pixel for pixel', async () => {
    const decoded = decodePng(await fileOf(image, 'image/png'));
    expect([decoded.width, decoded.height]).toEqual([64, 64]);
    const red = decoded.data.filter((_, i) => i % decoded.channels === 0);
    expect(red).toEqual(image.data);
  });

  it('decodes the JPEG that the browser wrote, as the browser decodes it', async () => {
    const file = await fileOf(image, 'image/jpeg');
    const decoded = decodeJpeg(file);
    const expected = await browserPixels(file, 'image/jpeg');
    expect([decoded.width, decoded.height, decoded.channels]).toEqual([64, 64, 3]);
    const apart = Array.from(decoded.data, (value, i) =>
      Math.abs(value - expected[4 * Math.floor(i / 3) + (i % 3)]!),
    );
    // Conversion of colour rounds differently by a step more than grey values, which differ by 2.
    expect(Math.max(...apart)).toBeLessThanOrEqual(3);
  });

  it('writes a PNG that the browser reads, pixel for pixel', async () => {
    const pixels = await browserPixels(encodePng(image), 'image/png');
    expect(pixels.filter((_, i) => i % 4 === 0)).toEqual(Uint8ClampedArray.from(image.data));
  });

  it('keeps all 16 bits, which a canvas does not', async () => {
    const data = Uint16Array.from({ length: 12 }, (_, i) => i * 5461 + i);
    const deep = createImage({ width: 4, height: 3, data });
    expect(await decodeImage(encodePng(deep))).toEqual(deep);
  });
});
