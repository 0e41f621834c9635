import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { drawAnatomy } from '../../src/data/phantom-anatomy';
import { varyBy } from '../../src/data/phantom-paint';

const patients = Array.from({ length: 30 }, (_, seed) => drawAnatomy(varyBy(createRandom(seed))));

describe('drawAnatomy', () => {
  it('has lungs on both sides and none on the midline, above the apices or in the abdomen', () => {
    for (const { lung } of patients) {
      expect(lung(-200, 400)).toBeGreaterThan(30);
      expect(lung(200, 350)).toBeGreaterThan(30);
      for (const [x, y] of [
        [0, 400],
        [-100, 60],
        [100, 60],
        [-150, 950],
        [450, 400],
      ] as const)
        expect(lung(x, y)).toBeLessThan(0);
    }
  });

  it('puts the heart on the patient’s left: the image’s right lung begins farther out near the diaphragm', () => {
    for (const { inner, dome } of patients) expect(inner[1]!(dome) - inner[0]!(dome)).toBeGreaterThan(20);
  });

  it('goes deepest at the chest wall, in the costophrenic angle', () => {
    for (const { lung } of patients) {
      const lowest = (x: number): number => {
        let y = 900;
        while (lung(x, y) < 0) y--;
        return y;
      };
      expect(lowest(-290)).toBeGreaterThan(lowest(-170));
    }
  });
});
