import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { isZip, unpackKerasArchive } from '../../src/keras/keras-archive';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parts = { 'config.json': bytes('{"a": 1}'), 'model.weights.h5': Uint8Array.of(1, 2, 3) };

test('isZip knows an archive by how it begins', () => {
  expect(isZip(zipSync(parts))).toBe(true);
  expect(isZip(bytes('PK'))).toBe(false);
  expect(isZip(new Uint8Array())).toBe(false);
});

describe('unpackKerasArchive', () => {
  test('gives the parts as they are, compressed or not, and what is left out as undefined', () => {
    for (const level of [0, 9] as const) {
      const archive = zipSync({ ...parts, 'metadata.json': bytes('{}') }, { level });
      expect(unpackKerasArchive('test', archive)).toEqual({
        ...{ config: '{"a": 1}', metadata: '{}', weights: Uint8Array.of(1, 2, 3) },
      });
    }
    expect(unpackKerasArchive('test', zipSync(parts)).metadata).toBeUndefined();
  });

  test('names what is in an archive that is another', () => {
    const { 'config.json': config } = parts;
    const remedy = 'Save the model by model.save("model.keras").';
    expect(() => unpackKerasArchive('test', zipSync({ 'config.json': config, 'b.txt': config }))).toThrow(
      `test: a .keras archive must hold config.json and model.weights.h5, got config.json, b.txt. ${remedy}`,
    );
    expect(() => unpackKerasArchive('test', zipSync({}))).toThrow(/got nothing\. Save|cut off or damaged/);
  });

  test('takes no memory for what cannot be in the file, and unpacks nothing else', () => {
    const archive = zipSync({ ...parts, 'assets/large.txt': bytes('not wanted') });
    // The size before packing, in the entry of the directory at the end, becomes 4 GB less 1.
    const promising = (name: string): Uint8Array => {
      const copy = archive.slice();
      const at = Buffer.from(copy).lastIndexOf(name) - 46;
      expect([...copy.subarray(at, at + 4)]).toEqual([0x50, 0x4b, 1, 2]);
      copy.fill(255, at + 24, at + 28);
      copy[at + 24] = 254;
      return copy;
    };
    expect(() => unpackKerasArchive('test', promising('model.weights.h5'))).toThrow(
      /^test: the archive must hold what it promises, got 4294967294 bytes of model\.weights\.h5 in \d+\. It is damaged\.$/,
    );
    expect(unpackKerasArchive('test', promising('assets/large.txt')).weights).toHaveLength(3);
  });

  test('cut off at any byte it is damaged', () => {
    const whole = zipSync(parts);
    for (let length = 4; length < whole.length; length++)
      expect(() => unpackKerasArchive('test', whole.subarray(0, length)), `${length}`).toThrow(
        new RangeError(
          'test: the .keras archive must be whole, got one that is cut off or damaged. Copy it again.',
        ),
      );
  });
});
