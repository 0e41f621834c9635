import { describe, expect, test } from 'vitest';
import { failer } from '../../src/codecs/decode-args';
import { readElements, tags } from '../../src/codecs/dicom-elements';
import {
  implicit,
  item,
  itemEnd,
  long,
  sequenceEnd,
  short,
  text,
  unknown,
  wide,
  word,
  type Bytes,
} from './dicom-bytes';

const fail = failer('test', 'a.dcm');
const explicitLittle = { explicit: true, littleEndian: true };
const read = (bytes: Bytes, writing = explicitLittle, until?: (tag: number) => boolean) =>
  readElements(Uint8Array.from(bytes), 0, writing, fail, until);

const rows = short(tags.rows, 'US', word(9));
const pixels = wide(tags.pixelData, 'OW', [1, 2, 3, 4]);
/** An element of no interest; its letters are the only ones in a file of the test. */
const name = short(0x0010_0010, 'PN', text('DOE^JANE'));

describe('readElements', () => {
  test('keeps what a picture takes and steps over all else', () => {
    const { elements, end } = read([...name, ...rows, ...wide(0x0042_0011, 'OB', [9, 9]), ...pixels]);
    expect([...elements.keys()]).toEqual([tags.rows, tags.pixelData]);
    expect(elements.get(tags.rows)).toMatchObject({ vr: 'US', bytes: Uint8Array.of(9, 0) });
    expect(elements.get(tags.pixelData)!.bytes).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(end).toBe(name.length + rows.length + 14 + pixels.length);
  });

  test('knows no tag that tells who the patient is', () => {
    // Groups: 0002 file, 0018 acquisition, 0020 relationship, 0028 pixels, 7FE0 data; 0008 and 0010 have names and dates.
    const groups = new Set(Object.values(tags).map((tag) => Math.floor(tag / 65_536)));
    expect([...groups].sort()).toEqual([0x0002, 0x0018, 0x0020, 0x0028, 0x7fe0].sort());
    const ids = [0x0020_000d, 0x0020_000e, 0x0020_0010, 0x0018_1000];
    expect(Object.values(tags).filter((tag) => ids.includes(tag))).toEqual([]);
  });

  test('stops at the pixels, at the end, and where it is told', () => {
    expect([...read([...rows, ...pixels, ...rows]).elements.keys()]).toEqual([tags.rows, tags.pixelData]);
    expect(read([...rows]).end).toBe(rows.length);
    const { elements, end } = read([...rows, ...pixels], explicitLittle, (tag) => tag > tags.rows);
    expect([...elements.keys()]).toEqual([tags.rows]);
    expect(end).toBe(rows.length);
  });

  test('reads implicit VR and big endian', () => {
    const one = implicit(tags.rows, word(9));
    expect(read(one, { explicit: false, littleEndian: true }).elements.get(tags.rows)).toMatchObject({
      vr: '',
      bytes: Uint8Array.of(9, 0),
    });
    const big = [0, 0x28, 0, 0x10, ...text('US'), 0, 2, 0, 9];
    expect(read(big, { explicit: true, littleEndian: false }).elements.get(tags.rows)!.bytes).toEqual(
      Uint8Array.of(0, 9),
    );
  });

  test('gives the fragments of packed pixels, the table of offsets first', () => {
    const packed = [...implicit(item, []), ...implicit(item, [1, 2]), ...implicit(item, [3, 4])];
    const { elements } = read(wide(tags.pixelData, 'OB', [...packed, ...sequenceEnd], unknown));
    const { fragments, bytes } = elements.get(tags.pixelData)!;
    expect(fragments.map((fragment) => [...fragment])).toEqual([[], [1, 2], [3, 4]]);
    expect(bytes).toHaveLength(0);
  });

  describe('sequences', () => {
    const inside = short(tags.lutDescriptor, 'US', word(2, 0, 8));

    test.each([
      ['of known length', wide(tags.voiLut, 'SQ', implicit(item, inside))],
      [
        'of unknown length',
        wide(
          tags.voiLut,
          'SQ',
          [...implicit(item, [...inside, ...itemEnd], unknown), ...sequenceEnd],
          unknown,
        ),
      ],
      // PS3.5 6.2.2: what is inside is implicit then.
      [
        'of an unknown VR',
        wide(
          tags.voiLut,
          'UN',
          [...implicit(item, implicit(tags.lutDescriptor, word(2, 0, 8))), ...sequenceEnd],
          unknown,
        ),
      ],
    ])('%s give their items, and what follows is read', (_, sequence) => {
      const { elements } = read([...sequence, ...rows]);
      expect(elements.get(tags.voiLut)!.items[0]!.get(tags.lutDescriptor)!.bytes).toEqual(
        Uint8Array.from(word(2, 0, 8)),
      );
      expect(elements.has(tags.rows)).toBe(true);
    });

    test('of no interest may hold what looks like the picture', () => {
      // Icon Image Sequence has rows and pixels of its own.
      const icon = implicit(item, [...short(tags.rows, 'US', word(1)), ...pixels, ...itemEnd], unknown);
      const { elements } = read([...wide(0x0088_0200, 'SQ', [...icon, ...sequenceEnd], unknown), ...rows]);
      expect(elements.get(tags.rows)!.bytes[0]).toBe(9);
      expect(elements.has(tags.pixelData)).toBe(false);
    });

    test('that nest without end are refused before the stack is full', () => {
      const deep: Bytes = [];
      for (let i = 0; i < 5000; i++)
        deep.push(...wide(tags.voiLut, 'SQ', [], unknown), ...implicit(item, [], unknown));
      expect(() => read(deep)).toThrow(
        'test: a.dcm is damaged: its sequences nest more than 32 deep. Copy or download it again.',
      );
    });

    test('end where their length says', () => {
      const tooLong = implicit(item, short(tags.lutDescriptor, 'US', word(1, 2)));
      const bytes = wide(tags.voiLut, 'SQ', tooLong, tooLong.length - 2);
      expect(() => read([...bytes, ...rows])).toThrow(/^test: a\.dcm is cut off after \d+ bytes\. Copy/);
      const element = short(tags.rows, 'US', word(9));
      const stolen = [...implicit(item, element, element.length - 2), ...sequenceEnd];
      expect(() => read([...wide(tags.voiLut, 'SQ', stolen, unknown), ...rows])).toThrow(
        'an element leaves its sequence',
      );
    });
  });

  test.each<[string, Bytes, string]>([
    [
      'that is no element',
      [...rows, 1, 2, 3, 4, 5, 6, 7, 8],
      `is damaged at byte ${rows.length}: no element begins`,
    ],
    ['cut off in a head', [...rows, 0x28, 0, 0x11], `is cut off after ${rows.length + 3} bytes`],
    ['cut off in a head of twelve bytes', pixels.slice(0, 10), 'is cut off after 10 bytes'],
    ['cut off in a value', rows.slice(0, -1), `is cut off after ${rows.length - 1} bytes`],
    ['that promises 4 GB', wide(tags.pixelData, 'OW', [1, 2], 0xffff_fffe), 'is cut off after 14 bytes'],
    [
      'with something else for an item',
      wide(tags.voiLut, 'SQ', [...rows, ...rows], unknown),
      'is damaged at byte 12: no item begins there',
    ],
    [
      'with something else for a fragment',
      wide(tags.pixelData, 'OB', [...implicit(item, []), ...rows], unknown),
      'is damaged at byte 20: no fragment begins there',
    ],
    [
      'cut off in a fragment',
      wide(tags.pixelData, 'OB', [...word(0xfffe, 0xe000), ...long(100), 1], unknown),
      'is cut off after 21 bytes',
    ],
  ])('a file %s is refused in a sentence', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(`test: a.dcm ${message}`);
  });
});
