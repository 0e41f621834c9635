import { chestPhantom, contentHash, createImage, hashDistance, perceptualHash, resizeArea } from 'hilum';
import { describe, expect, it } from 'vitest';

const { image } = chestPhantom({ seed: 1, size: 128 });
const changed = (change: (value: number) => number) =>
  createImage({
    width: 128,
    height: 128,
    data: image.data.map((value) => Math.max(0, Math.min(255, change(value)))),
  });
const hash = perceptualHash(image)!;

describe('contentHash', () => {
  it('is one for equal pixels, whatever holds them, and another for any change', () => {
    const data = new Uint8Array(6).map((_, i) => i);
    const of = (width: number, height: number, bytes = data) =>
      contentHash(createImage({ width, height, data: bytes }));
    const padded = new Uint8Array(9);
    padded.set(data, 3);
    expect(of(3, 2, padded.subarray(3))).toBe(of(3, 2));
    const hashes = [
      of(3, 2),
      of(2, 3),
      of(6, 1),
      contentHash({ ...createImage({ width: 3, height: 2, data: Uint16Array.from(data) }) }),
    ];
    for (let i = 0; i < 6; i++)
      for (const bit of [1, 128])
        hashes.push(
          of(
            3,
            2,
            data.map((value, at) => (at === i ? value ^ bit : value)),
          ),
        );
    hashes.push(contentHash(createImage({ width: 3, height: 2, data: Float32Array.from(data) })));
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const text of hashes) expect(text).toMatch(/^[0-9a-f]{16}$/);
  });

  it('spreads over all of its bits', () => {
    const hashes = Array.from({ length: 3000 }, (_, i) =>
      contentHash(createImage({ width: 1, height: 1, data: Uint16Array.of(i) })),
    );
    // 3000 of 2^32: the odds of any pair are 1 in 1000 for each half.
    expect(new Set(hashes.map((text) => text.slice(0, 8))).size).toBe(3000);
    expect(new Set(hashes.map((text) => text.slice(8))).size).toBe(3000);
  });

  it('of these pixels is what it has always been', () => {
    // Not a reference: a saved description is compared with a later one.
    expect(contentHash(createImage({ width: 2, height: 1, data: Uint8Array.of(1, 2) }))).toBe(
      '5906f53dcac9bb76',
    );
  });
});

describe('perceptualHash', () => {
  it('hardly changes with size, brightness, contrast, gamma, depth and noise', () => {
    const noise = changed((value) => value + ((value * 7919) % 13) - 6);
    const alike = [
      resizeArea(image, { width: 64, height: 64 }),
      changed((value) => value + 30),
      changed((value) => 0.6 * value + 20),
      changed((value) => 255 * (value / 255) ** 1.3),
      createImage({ width: 128, height: 128, data: Uint16Array.from(image.data, (value) => value * 16) }),
      noise,
    ];
    // The median of different X-rays is 106 bits.
    for (const other of alike) expect(hashDistance(hash, perceptualHash(other)!)).toBeLessThanOrEqual(24);
  });

  it('tells patients apart, and a picture from its mirror', () => {
    for (const seed of [2, 3, 4]) {
      const other = perceptualHash(chestPhantom({ seed, size: 128 }).image)!;
      expect(hashDistance(hash, other)).toBeGreaterThan(24);
    }
    const mirrored = createImage({ width: 128, height: 128, data: image.data.slice().reverse() });
    expect(hashDistance(hash, perceptualHash(mirrored)!)).toBeGreaterThan(60);
  });

  it('sets half of its 255 bits, of small pictures too, and is nothing for a flat one', () => {
    const tiny = createImage({ width: 3, height: 2, data: Uint8Array.of(0, 9, 3, 7, 1, 200) });
    for (const text of [hash, perceptualHash(tiny)!]) {
      expect(text).toMatch(/^[0-9a-f]{64}$/);
      expect(hashDistance(text, '0'.repeat(64))).toBeLessThanOrEqual(127);
    }
    expect(hashDistance(hash, '0'.repeat(64))).toBe(127);
    expect(
      perceptualHash(createImage({ width: 9, height: 9, data: new Uint8Array(81).fill(4) })),
    ).toBeUndefined();
  });
});

describe('hashDistance', () => {
  it('counts bits', () => {
    expect(hashDistance('ffffffff0', '00000000f')).toBe(36);
    expect(hashDistance('80000001', '80000000')).toBe(1);
    expect(() => hashDistance('0', '00')).toThrow('hashDistance: hashes must be of one length, got 1 and 2.');
  });
});
