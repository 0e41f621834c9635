import { describe, expect, test } from 'vitest';
import { firstFrame, readFrameHeader, walkSegments } from '../../src/codecs/jpeg-frame';

const start = [0xff, 0xd8];
const end = [0xff, 0xd9];
const segment = (marker: number, ...data: number[]): number[] => [
  ...[0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255],
  ...data,
];
/** 300 × 23 of `precision` bits; each component by its identifier and sampling. */
const frame = (marker: number, precision: number, ...components: [id: number, sampling: number][]) =>
  segment(
    marker,
    ...[precision, 0, 23, 1, 44, components.length],
    ...components.flatMap(([id, sampling]) => [id, sampling, 0]),
  );

/** Markers in their order. */
function walk(...bytes: number[]): number[] {
  const seen: number[] = [];
  walkSegments(Uint8Array.from(bytes), (marker) => {
    seen.push(marker);
    return undefined;
  });
  return seen;
}

describe('walkSegments', () => {
  test('visits each segment with its data, over padding, up to the end', () => {
    const found: [number, number[]][] = [];
    const bytes = [...start, ...segment(0xe0, 1, 2), 0xff, 0xff, ...segment(0xc4), ...end, ...segment(0xda)];
    walkSegments(Uint8Array.from(bytes), (marker, data) => {
      found.push([marker, [...data]]);
      return undefined;
    });
    expect(found).toEqual([
      [0xe0, [1, 2]],
      [0xc4, []],
    ]);
  });

  test('goes on where it is told to', () => {
    const seen: number[] = [];
    const bytes = Uint8Array.from([...start, ...segment(0xda, 1), 9, 9, 9, ...segment(0xc4), ...end]);
    walkSegments(bytes, (marker, _, next) => {
      seen.push(marker);
      return marker === 0xda ? next + 3 : undefined;
    });
    expect(seen).toEqual([0xda, 0xc4]);
  });

  test('refuses what is no JPEG, or is cut off', () => {
    expect(() => walk(1, 2, 3)).toThrow('no JPEG begins there');
    expect(() => walk()).toThrow('no JPEG begins there');
    expect(() => walk(...start, 1, 2, 3, 4)).toThrow('no marker at byte 2');
    expect(() => walk(...start, ...segment(0xe0, 1, 2, 3).slice(0, -1))).toThrow('a segment is cut off');
    // A length of 1 would go backwards.
    expect(() => walk(...start, 0xff, 0xe0, 0, 1, 0)).toThrow('a segment is cut off');
  });
});

describe('readFrameHeader', () => {
  test('gives sizes, bits and components', () => {
    const data = Uint8Array.from(frame(0xc3, 16, [1, 0x11], [2, 0x11], [9, 0x11])).subarray(4);
    expect(readFrameHeader(0xc3, data)).toEqual({
      ...{ marker: 0xc3, precision: 16, width: 300, height: 23, components: [1, 2, 9], subsampled: false },
    });
  });

  test('tells that a component has fewer pixels than another', () => {
    const data = Uint8Array.from(frame(0xc0, 8, [1, 0x21], [2, 0x11], [3, 0x11])).subarray(4);
    expect(readFrameHeader(0xc0, data).subsampled).toBe(true);
  });

  test('refuses a frame that promises more components than it has, or none', () => {
    const data = Uint8Array.from(frame(0xc0, 8, [1, 0x11])).subarray(4);
    expect(() => readFrameHeader(0xc0, data.subarray(0, -1))).toThrow('its frame header is cut off');
    expect(() => readFrameHeader(0xc0, Uint8Array.of(8, 0, 23, 1, 44, 0))).toThrow('is cut off');
    expect(() => readFrameHeader(0xc0, new Uint8Array())).toThrow('is cut off');
  });
});

describe('firstFrame', () => {
  test.each([
    ['baseline', 0xc0],
    ['lossless', 0xc3],
    ['JPEG-LS', 0xf7],
  ])('finds that of %s behind tables, and looks no further', (_, marker) => {
    const tables = [...segment(0xe0, 1), ...segment(0xc4, 2), ...segment(0xcc, 3), ...segment(0xc8, 4)];
    const bytes = [...start, ...tables, ...frame(marker, 8, [1, 0x11]), ...frame(0xc1, 12, [1, 0x11])];
    expect(firstFrame(Uint8Array.from([...bytes, 1, 2, 3]))).toMatchObject({ marker, precision: 8 });
  });

  test('says that there is none', () => {
    expect(() => firstFrame(Uint8Array.from([...start, ...segment(0xc4, 1), ...end]))).toThrow(
      'it has no frame',
    );
  });
});
