import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { drawAnatomy } from '../../src/data/phantom-anatomy';
import { paintBody } from '../../src/data/phantom-body';
import { createPose, varyBy } from '../../src/data/phantom-paint';

const size = 100;
const pose = createPose(size, [1, 1, 0, 500, 450], () => 0, 3);

/** The map of a patient, `extra` being what lies in the lungs already. */
function bodyOf(seed: number, extra: number): Float32Array {
  const vary = varyBy(createRandom(seed));
  const anatomy = drawAnatomy(vary);
  const lungs = new Float32Array(size * size);
  for (let p = 0; p < lungs.length; p++) lungs[p] = anatomy.lung(pose.body[2 * p]!, pose.body[2 * p + 1]!);
  const map = new Float32Array(size * size).fill(extra);
  paintBody(map, pose, anatomy, lungs, vary);
  return map;
}

describe('paintBody', () => {
  it('lets more through a lung than through mediastinum or abdomen, and all of it beside the neck', () => {
    for (let seed = 0; seed < 10; seed++) {
      const map = bodyOf(seed, 0);
      const at = (x: number, y: number): number => map[y * size + x]!;
      expect(at(27, 35)).toBeLessThan(0.75 * at(50, 45));
      expect(at(27, 35)).toBeLessThan(0.75 * at(27, 95));
      expect(at(2, 1)).toBe(0);
    }
  });

  it('keeps what lies in the lungs already, and nothing of it elsewhere', () => {
    const without = bodyOf(1, 0);
    const added = bodyOf(1, 0.5).map((value, p) => value - without[p]!);
    expect(added[35 * size + 27]).toBeCloseTo(0.5, 5);
    expect(added[45 * size + 50]).toBeCloseTo(0, 5);
    expect(added[95 * size + 27]).toBeCloseTo(0, 5);
  });
});
