import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { clamp, createPose, curve, placed, smoothStep, stroke, varyBy } from '../../src/data/phantom-paint';

/** An upright patient who fills a picture of 100 pixels: a pixel is 10 units. */
const upright = createPose(100, [1, 1, 0, 500, 450], () => 0, 0);

describe('createPose', () => {
  it('leads from the body to pixels and back, tilted and bent as well', () => {
    const pose = createPose(100, [0.9, 1.1, 0.05, 520, 430], (y) => y / 50, 0);
    for (const p of [0, 4321, 9999]) {
      const [px, py] = pose.toPixel(pose.body[2 * p]!, pose.body[2 * p + 1]!);
      expect(px).toBeCloseTo(p % 100, 4);
      expect(py).toBeCloseTo(Math.floor(p / 100), 4);
    }
  });

  it('puts the midline in the middle, half a pixel before the centre of pixel 50', () => {
    expect(upright.toPixel(0, 0)).toEqual([49.5, -0.5]);
  });
});

describe('placed', () => {
  it('counts x outwards from the midline and y from the top given', () => {
    expect(placed(upright, -1, 100).toPixel(200, 50)).toEqual(upright.toPixel(-200, 150));
    expect(placed(upright, 1).toPixel(200, 50)).toEqual(upright.toPixel(200, 50));
  });
});

describe('curve', () => {
  it('passes through its values, is straight between points of a line, and constant outside', () => {
    const line = curve(10, 40, [1, 2, 3, 4]);
    expect([0, 10, 15, 20, 40, 99].map(line)).toEqual([1, 1, 1.5, 2, 4, 4]);
    const bump = curve(0, 2, [0, 1, 0]);
    expect(bump(1)).toBe(1);
    expect(bump(0.5)).toBeGreaterThan(0.5);
  });
});

describe('clamp and smoothStep', () => {
  it('stay between 0 and 1', () => {
    expect([-1, 0.3, 2].map(clamp)).toEqual([0, 0.3, 1]);
    expect([-1, 0, 0.5, 1, 2].map(smoothStep)).toEqual([0, 0, 0.5, 1, 1]);
  });
});

describe('varyBy', () => {
  it('draws around the mean, at most the spread away', () => {
    const vary = varyBy(createRandom(1));
    const drawn = Array.from({ length: 200 }, () => vary(10, 2));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...drawn)).toBeLessThan(12);
    expect(Math.max(...drawn) - Math.min(...drawn)).toBeGreaterThan(3.5);
  });
});

describe('stroke', () => {
  const across = [-200, 450, 50, 200, 450, 50];
  const at = (layer: Float32Array, x: number, y: number): number => layer[y * 100 + x]!;

  it('is as bright as asked on its axis, darker to its sides, and nothing beyond its radius', () => {
    const layer = new Float32Array(10000);
    stroke(layer, upright, across, 0.5);
    expect(at(layer, 50, 44)).toBeCloseTo(0.5, 1);
    expect(at(layer, 50, 41)).toBeLessThan(at(layer, 50, 43));
    expect(at(layer, 50, 41)).toBeGreaterThan(0);
    expect(at(layer, 50, 38)).toBe(0);
    expect(at(layer, 20, 44)).toBe(0);
  });

  it('has bright edges when hollow', () => {
    const layer = new Float32Array(10000);
    stroke(layer, upright, across, 0.5, 0.9);
    expect(at(layer, 50, 41)).toBeGreaterThan(at(layer, 50, 44));
  });

  it('does not grow where it crosses itself, unless tubes are to be summed', () => {
    const once = new Float32Array(10000);
    stroke(once, upright, across, 0.5);
    const twice = once.slice();
    stroke(twice, upright, across, 0.5);
    expect(twice).toEqual(once);
    stroke(twice, upright, across, 0.5, 0, 1);
    expect(twice).toEqual(once.map((value) => 2 * value));
  });

  it('spreads a tube thinner than a pixel, so that about the same is seen of it', () => {
    const sum = (size: number): number => {
      const layer = new Float32Array(size * size);
      stroke(
        layer,
        createPose(size, [1, 1, 0, 500, 450], () => 0, 0),
        [-200, 453, 6, 200, 453, 6],
        1,
      );
      return layer.reduce((a, b) => a + b) / (size * size);
    };
    expect(sum(64) / sum(512)).toBeGreaterThan(0.75);
    expect(sum(64) / sum(512)).toBeLessThan(1.35);
  });
});
