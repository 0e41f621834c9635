import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { drawAnatomy } from '../../src/data/phantom-anatomy';
import { paintOpacities } from '../../src/data/phantom-opacities';
import { createPose, varyBy } from '../../src/data/phantom-paint';

const pose = createPose(64, [1, 1, 0, 500, 450], () => 0, 0);

describe('paintOpacities', () => {
  it('adds one to three findings inside the lungs, most of them in the upper half', () => {
    let upper = 0;
    let all = 0;
    for (let seed = 0; seed < 60; seed++) {
      const anatomy = drawAnatomy(varyBy(createRandom(seed)));
      const layer = new Float32Array(64 * 64);
      const found = paintOpacities(layer, pose, anatomy, createRandom(seed));
      expect(found.length).toBeGreaterThanOrEqual(1);
      expect(found.length).toBeLessThanOrEqual(3);
      for (const [x, y, radius] of found) {
        expect(anatomy.lung(x, y)).toBeGreaterThanOrEqual(12);
        expect(radius).toBeGreaterThan(50);
        const [px, py] = pose.toPixel(x, y);
        const reach = (radius * 64) / 1000;
        let sum = 0;
        for (let p = 0; p < layer.length; p++)
          if (Math.hypot((p % 64) - px, Math.floor(p / 64) - py) < reach) sum += layer[p]!;
        expect(sum).toBeGreaterThan(1);
        upper += y < 420 ? 1 : 0;
        all++;
      }
    }
    expect(upper / all).toBeGreaterThan(0.6);
    expect(upper).toBeLessThan(all);
  });
});
