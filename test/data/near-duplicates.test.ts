import fc from 'fast-check';
import { createRandom } from '../../src/core/random';
import { hashDistance, nearDuplicates } from 'hilum';
import { describe, expect, it } from 'vitest';

const flip = (hash: string, bit: number) => {
  const digit = parseInt(hash[bit >> 2]!, 16) ^ (1 << (bit & 3));
  return hash.slice(0, bit >> 2) + digit.toString(16) + hash.slice((bit >> 2) + 1);
};

describe('nearDuplicates', () => {
  it('gives the groups that comparing every pair gives', () => {
    const hash = fc.string({ unit: fc.constantFrom('0', '1', 'f'), minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.option(hash, { nil: undefined }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 4 }),
        (hashes, distance) => {
          // Labels that neighbours hand on until nothing changes.
          const labels = hashes.map((_, i) => i);
          for (let again = true; again;) {
            again = false;
            hashes.forEach((a, i) => {
              hashes.forEach((b, j) => {
                if (
                  a === undefined ||
                  b === undefined ||
                  labels[j]! <= labels[i]! ||
                  hashDistance(a, b) > distance
                )
                  return;
                labels[j] = labels[i]!;
                again = true;
              });
            });
          }
          const expected = [...new Set(labels)]
            .map((label) => labels.flatMap((other, i) => (other === label ? [i] : [])))
            .filter((group) => group.length > 1);
          expect(nearDuplicates(hashes, { distance })).toEqual(expected);
        },
      ),
    );
  });

  it('finds the pairs among 10,000 hashes in a moment', () => {
    const random = createRandom(1);
    // As X-rays are: a common ground of which every one differs in a fifth of the bits.
    const ground = '0'.repeat(64);
    const hashes = Array.from({ length: 9990 }, () => {
      let hash = ground;
      for (let i = 0; i < 60; i++) hash = flip(hash, random.integer(0, 256));
      return hash;
    });
    for (let i = 0; i < 10; i++) {
      let copy = hashes[i * 500]!;
      for (const bit of random.shuffle(Array.from({ length: 256 }, (_, at) => at)).slice(0, 24))
        copy = flip(copy, bit);
      hashes.push(copy);
    }
    const start = performance.now();
    const groups = nearDuplicates(hashes);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(groups).toEqual(Array.from({ length: 10 }, (_, i) => [i * 500, 9990 + i]));
  }, 30_000);

  it('takes thousands of equal ones for one', () => {
    expect(nearDuplicates(new Array<string>(5000).fill('00ff'), { distance: 2 })[0]).toHaveLength(5000);
  });

  it('refuses distances that leave a band empty', () => {
    expect(() => nearDuplicates(['ff'], { distance: 8 })).toThrow(
      'nearDuplicates: distance must be below the 8 bits of a hash, got 8.',
    );
    expect(() => nearDuplicates([], { distance: -1 })).toThrow(
      'nearDuplicates: distance must be an integer of at least 0, got -1.',
    );
  });
});
