import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { drawAnatomy } from '../../src/data/phantom-anatomy';
import { paintBones } from '../../src/data/phantom-bones';
import { createPose, varyBy } from '../../src/data/phantom-paint';

const size = 200;
const pose = createPose(size, [1, 1, 0, 500, 450], () => 0, 0);
const vary = varyBy(createRandom(3));
const anatomy = drawAnatomy(vary);
const back = new Float32Array(size * size);
const front = new Float32Array(size * size);
paintBones(back, front, pose, anatomy, vary);

describe('paintBones', () => {
  it('crosses a lung with ribs of the back: many bright bands from top to bottom', () => {
    let bands = 0;
    // A column through the middle of the right lung: x = −200.
    for (let y = 20; y < 150; y++) {
      const p = y * size + 60;
      if (back[p]! > 0 && back[p - size] === 0) bands++;
    }
    expect(bands).toBeGreaterThanOrEqual(7);
    expect(bands).toBeLessThanOrEqual(13);
  });

  it('draws the spine down the whole midline', () => {
    for (let y = 5; y < 195; y++) expect(back[y * size + 100]).toBeGreaterThan(0);
  });

  it('draws clavicles in front of the apices, on both sides', () => {
    const region = (from: number, to: number): number => {
      let most = 0;
      for (let y = Math.floor(anatomy.apex / 5) - 4; y < anatomy.apex / 5 + 10; y++)
        for (let x = from; x < to; x++) most = Math.max(most, front[y * size + x]!);
      return most;
    };
    expect(region(55, 75)).toBeGreaterThan(0.05);
    expect(region(125, 145)).toBeGreaterThan(0.05);
  });
});
