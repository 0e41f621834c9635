import { describe, expect, it } from 'vitest';
import { minimizeLogistic, probabilities } from '../../src/training/logistic-minimum';

// That it is scikit-learn's minimum is in logistic-regression.test.ts.
describe('minimizeLogistic', () => {
  it('gives the shares of the classes where rows tell nothing', () => {
    const nothing = { rows: new Float64Array(0), columns: 0, C: 1 };
    const two = minimizeLogistic({ ...nothing, labels: [0, 1, 1, 1], classes: 2 });
    expect(two.weights.map(({ length }) => length)).toEqual([0]);
    expect(two.intercept[0]).toBeCloseTo(Math.log(3), 9);
    const { intercept } = minimizeLogistic({ ...nothing, labels: [0, 1, 1, 2], classes: 3 });
    expect(intercept[1]! - intercept[0]!).toBeCloseTo(Math.log(2), 9);
    expect(intercept[0]! + intercept[1]! + intercept[2]!).toBeCloseTo(0, 12);
  });

  it('pulls weights to 0 as the likelihood counts less', () => {
    const problem = { rows: Float64Array.of(-1, 1), columns: 1, labels: [0, 1], classes: 2 };
    const [weak, strong] = [1e-6, 1e3].map((C) => minimizeLogistic({ ...problem, C }).weights[0]![0]!);
    // w = C·2·(1 − sigmoid(w)), at 0 about C.
    expect(weak).toBeCloseTo(1e-6, 9);
    expect(strong).toBeCloseTo(2e3 / (1 + Math.exp(strong!)), 6);
  });
});

describe('probabilities', () => {
  it('are a sigmoid or a softmax that neither overflows', () => {
    const one = Float64Array.of(0, 800, -800);
    probabilities(one, 1);
    expect([...one]).toEqual([0.5, 1, 0]);
    const two = Float64Array.of(1000, 1000, 0, -1000);
    probabilities(two, 2);
    expect([...two]).toEqual([0.5, 0.5, 1, 0]);
  });
});
