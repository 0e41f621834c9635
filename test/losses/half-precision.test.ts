import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import {
  bceDiceLoss,
  bceLoss,
  boundaryLoss,
  categoricalCrossEntropyLoss,
  categoricalFocalLoss,
  createRandom,
  deepSupervision,
  diceLoss,
  focalLoss,
  focalTverskyLoss,
  generalizedDiceLoss,
  jaccardLoss,
  lovaszHingeLoss,
  squaredDiceLoss,
  tverskyLoss,
  type LossFn,
} from 'hilum';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import '../backends';
import { read } from '../read';
import { half, registerHalfBackend } from './half-backend';

registerHalfBackend('half');

const size = 512;
const random = createRandom('half');
const disc = (x: number, y: number): number => ((x - 200) ** 2 + (y - 260) ** 2 < 150 ** 2 ? 1 : 0);
const truth = Float32Array.from({ length: size * size }, (_, i) => disc(i % size, Math.floor(i / size)));
// Right in most places, and beyond doubt in some.
const logits = truth.map((t) => (t - 0.3) * 6 + random.normal() * 4);
const distances = truth.map((_, i) => Math.hypot((i % size) - 200, Math.floor(i / size) - 260) - 150);
const weights = (t: tf.Tensor): tf.Tensor => tf.add(tf.mul(t, 9), 1);

/** What a loss is given besides the truth: logits, unless it says otherwise. */
interface Case {
  loss: LossFn;
  fromProbabilities?: true;
  truth?: Float32Array;
  /** Where they exclude one another. */
  classes?: 2;
}

const fromLogits = true;
const cases: Record<string, Case> = {
  bceLoss: { loss: bceLoss({ fromLogits, weights, positiveWeight: 3 }) },
  'bceLoss from probabilities': { loss: bceLoss(), fromProbabilities: true },
  categoricalCrossEntropyLoss: { loss: categoricalCrossEntropyLoss({ fromLogits }), classes: 2 },
  'categoricalCrossEntropyLoss from probabilities': {
    loss: categoricalCrossEntropyLoss({ weights: (t) => weights(tf.slice(t, 0, [1, size, size, 1])) }),
    fromProbabilities: true,
    classes: 2,
  },
  focalLoss: { loss: focalLoss({ fromLogits, alpha: 0.25 }) },
  categoricalFocalLoss: { loss: categoricalFocalLoss({ fromLogits }), classes: 2 },
  diceLoss: { loss: diceLoss({ fromLogits, weights }) },
  squaredDiceLoss: { loss: squaredDiceLoss({ fromLogits }) },
  jaccardLoss: { loss: jaccardLoss({ fromLogits, perSample: true }) },
  tverskyLoss: { loss: tverskyLoss({ fromLogits, falseNegatives: 0.7 }) },
  focalTverskyLoss: { loss: focalTverskyLoss({ fromLogits }) },
  generalizedDiceLoss: { loss: generalizedDiceLoss({ fromLogits }), classes: 2 },
  lovaszHingeLoss: { loss: lovaszHingeLoss({ fromLogits }) },
  'lovaszHingeLoss from probabilities': { loss: lovaszHingeLoss(), fromProbabilities: true },
  boundaryLoss: { loss: boundaryLoss({ fromLogits }), truth: distances },
  'bceDiceLoss under deepSupervision': { loss: deepSupervision(bceDiceLoss({ fromLogits })) },
};

/** Backends that compute in 16 bits: a simulated one, and in a browser WebGL, told to. */
const backends = ['half', ...('webgl' in tf.engine().registryFactory ? ['webgl'] : [])];

const flag = 'WEBGL_RENDER_FLOAT32_ENABLED';

describe.each(backends)('on 512×512 pixels in 16 bits, on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
    if (backend === 'webgl') {
      tf.env().set(flag, false);
      // It has been asked before, and remembers.
      vi.spyOn(tf.backend(), 'floatPrecision').mockReturnValue(16);
    }
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    if (backend === 'webgl') tf.env().set(flag, true);
    await tf.setBackend('cpu');
  });

  it('a plain sum overflows, so that the tests below could fail', async () => {
    const sum = await read(() => tf.sum(tf.mul(tf.ones([size, size]), 1)));
    expect(Number.isFinite(sum[0])).toBe(false);
  });

  it.each(Object.entries(cases))('%s does not, nor does its gradient', async (_, { loss, ...given }) => {
    const { value, gradient } = await evaluate(loss, given);
    expect(gradient.findIndex((slope) => !Number.isFinite(slope))).toBe(-1);
    await tf.setBackend('wasm');
    const expected = await evaluate(loss, given);
    await tf.setBackend(backend);
    const apart = (a: number, b: number): number => Math.abs(a / b - 1);
    // A probability above 0.9998 is 1 in float16, and so is what it costs.
    const tolerance = given.fromProbabilities ? 0.05 : 0.01;
    expect(apart(value, expected.value), `${value} instead of ${expected.value}`).toBeLessThan(tolerance);
    if (given.fromProbabilities) return;
    // Slopes of a millionth have few digits there.
    const [actual, exact] = [steepest(gradient), steepest(expected.gradient)];
    expect(apart(actual, exact), `${actual} instead of ${exact}`).toBeLessThan(0.1);
  });
});

function steepest(gradient: Float32Array): number {
  return gradient.reduce((largest, slope) => Math.max(largest, Math.abs(slope)), 0);
}

async function evaluate(
  loss: LossFn,
  given: Omit<Case, 'loss'>,
): Promise<{ value: number; gradient: Float32Array }> {
  const [truth, y] = inputs(given);
  const { value, grad } = tf.valueAndGrad((at) => loss(truth, at))(y);
  const [[number], gradient] = await Promise.all([value.data(), grad.data()]);
  tf.dispose([truth, y, value, grad]);
  return { value: number!, gradient: gradient as Float32Array };
}

function inputs({
  truth: values = truth,
  fromProbabilities,
  classes,
}: Omit<Case, 'loss'>): [tf.Tensor, tf.Tensor] {
  return tf.tidy(() => {
    const image = (data: Float32Array): tf.Tensor => tf.tensor(data, [1, size, size, 1]);
    const [yTrue, x] = [image(values), image(logits)];
    const y = fromProbabilities ? tf.sigmoid(x) : x;
    if (classes === undefined) return [yTrue, y];
    const other = fromProbabilities ? tf.sub(1, y) : tf.neg(y);
    return [tf.concat([yTrue, tf.sub(1, yTrue)], -1), tf.concat([y, other], -1)];
  });
}

describe('the simulated float16', () => {
  it('has 11 bits, fewer below 2⁻¹⁴, and nothing above 65,504', () => {
    expect([1, -0.1, 2049, 2051, 65_504, 65_519, 65_520, -1e6, 0, 1e-5, 3e-8, 2e-8].map(half)).toEqual([
      1,
      -0.0999755859375,
      2048,
      2052,
      65_504,
      65_504,
      Infinity,
      -Infinity,
      0,
      168 * 2 ** -24,
      2 ** -24,
      0,
    ]);
    expect([NaN, Infinity].map(half)).toEqual([NaN, Infinity]);
  });
});
