import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expose } from '../../src/data/phantom-film';
import { createPose, varyBy } from '../../src/data/phantom-paint';

const size = 200;
const pose = createPose(size, [1, 1, 0, 500, 450], () => 0, 3);
const film = (seed: number, attenuation: number): Uint8Array =>
  expose(new Float32Array(size * size).fill(attenuation), pose, varyBy(createRandom(seed)));
const middle = (image: Uint8Array): number => {
  let sum = 0;
  for (let y = 60; y < 120; y++) for (let x = 60; x < 120; x++) sum += image[y * size + x]!;
  return sum / 3600;
};

describe('expose', () => {
  it('shows dense things bright, from nearly black to nearly white', () => {
    for (let seed = 0; seed < 10; seed++) {
      const shades = [0, 0.3, 1, 1.5].map((a) => middle(film(seed, a)));
      expect([...shades].sort((a, b) => a - b)).toEqual(shades);
      expect(shades[0]).toBeLessThan(40);
      expect(shades[3]).toBeGreaterThan(200);
    }
  });

  it('is black outside the film and grainy inside', () => {
    for (let seed = 0; seed < 10; seed++) {
      const image = film(seed, 0.5);
      expect(image.includes(0)).toBe(true);
      expect(new Set(image.subarray(90 * size + 60, 90 * size + 120)).size).toBeGreaterThan(1);
    }
  });
});
