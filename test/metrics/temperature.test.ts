import fc from 'fast-check';
import {
  applyTemperature,
  createRandom,
  expectedCalibrationError,
  fitTemperature,
  reliabilityBins,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

const rows = [...reference.softmax, ...reference.sigmoid.map((row) => ({ ...row, classes: 1 }))];

describe('fitTemperature', () => {
  it.each(rows)(
    'finds SciPy’s minimum $temperature for $classes columns',
    ({ yTrue, logits, temperature }) => {
      expect(fitTemperature(yTrue, logits) / temperature).toBeCloseTo(1, 7);
    },
  );

  it('scales with the logits, however large or small they are', () => {
    const { yTrue, logits, temperature } = rows[0]!;
    for (const scale of [1e-200, 1e-9, 0.01, 50, 1e6, 1e200])
      expect(
        fitTemperature(
          yTrue,
          logits.map((logit) => logit * scale),
        ) /
          scale /
          temperature,
      ).toBeCloseTo(1, 7);
  });

  it('finds it with one wild logit among tame ones too', () => {
    // At the minimum the mean margin, weighted by the probabilities, is 0: the slope, written out.
    const labels = [0, 0, 1, 1, 0, 1];
    const logits = [-0.2, 0.1, 0.3, -0.1, -1e5, 0.2];
    const temperature = fitTemperature(labels, logits);
    const terms = logits.map((logit, i) => {
      const sign = labels[i] === 1 ? 1 : -1;
      return (-sign * logit) / (1 + Math.exp((sign * logit) / temperature));
    });
    const sum = terms.reduce((a, b) => a + b);
    expect(Math.abs(sum)).toBeLessThan(1e-9 * terms.reduce((a, b) => a + Math.abs(b), 0));
  });

  it('does not mind a number added to all logits of a case', () => {
    const { yTrue, logits, temperature, classes } = rows[1]!;
    const moved = logits.map((logit, i) => logit + 100 * Math.floor(i / classes));
    expect(fitTemperature(yTrue, moved) / temperature).toBeCloseTo(1, 7);
  });

  it('finds the temperature that was applied, and calibrates with it', () => {
    const random = createRandom('calibrated');
    const logits = Array.from({ length: 3000 }, () => random.normal(0, 2));
    const labels = applyTemperature(logits).map((probability) => Number(random.uniform() < probability));
    const sure = logits.map((logit) => 3 * logit);
    const temperature = fitTemperature(labels, sure);
    // Its standard error is about 3 % with so many cases.
    expect(temperature / 3).toBeGreaterThan(0.9);
    expect(temperature / 3).toBeLessThan(1.1);
    const errorOf = (probabilities: number[]): number =>
      expectedCalibrationError(reliabilityBins(labels, probabilities));
    expect(errorOf(applyTemperature(sure, { temperature }))).toBeLessThan(
      errorOf(applyTemperature(sure)) / 3,
    );
  });

  it('says so where there is no best one', () => {
    expect(() => fitTemperature([0, 1], [-2, 3])).toThrow(
      new Error(
        'fitTemperature: some case must be called wrong, got none: the surer, the likelier. Give more cases.',
      ),
    );
    expect(() => fitTemperature([0, 1], [3, 1, 1, 2])).toThrow('some case must be called wrong');
    expect(() => fitTemperature([0, 1, 1], [2, -3, 1])).toThrow(
      new Error(
        'fitTemperature: logits must be higher for the true class than for others on average, got no better than chance. ' +
          'Check the order of labels and classes.',
      ),
    );
  });

  it('refuses logits that are no numbers or do not fit, and other labels', () => {
    expect(() => fitTemperature([0, 1], [1, NaN])).toThrow(
      new RangeError('fitTemperature: logits must hold finite numbers, got NaN at 1.'),
    );
    expect(() => fitTemperature([0, 1], [1, 2, 3])).toThrow(
      'fitTemperature: logits must hold as many numbers',
    );
    expect(() => fitTemperature([0, 3], [1, 2, 3, 4, 5, 6])).toThrow(
      'fitTemperature: yTrue must hold labels from 0 to 2',
    );
  });
});

describe('applyTemperature', () => {
  it('is SciPy’s sigmoid for one logit', () => {
    for (const { logits, probabilities } of reference.sigmoid)
      applyTemperature(logits).forEach((probability, i) =>
        expect(probability).toBeCloseTo(probabilities[i]!, 14),
      );
  });

  it('is a softmax of each row, in [0, 1] and in the order of the logits, whatever their size', () => {
    const row = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(row, row, fc.double({ min: 0.01, max: 100, noNaN: true }), (a, b, temperature) => {
        const found = applyTemperature([...a, ...b], { temperature, classes: 3 });
        for (const [logits, probabilities] of [
          [a, found.slice(0, 3)],
          [b, found.slice(3)],
        ] as const) {
          expect(probabilities.reduce((x, y) => x + y)).toBeCloseTo(1, 12);
          const highest = Math.max(...logits);
          expect(probabilities[logits.indexOf(highest)]).toBe(Math.max(...probabilities));
        }
      }),
    );
  });

  it('of two classes is the sigmoid of their difference', () => {
    const [, second] = applyTemperature([0.3, 1.5], { classes: 2, temperature: 2 });
    expect(second).toBeCloseTo(1 / (1 + Math.exp(-(1.5 - 0.3) / 2)), 14);
  });

  it('refuses a temperature that is none, and logits that do not fit', () => {
    for (const temperature of [0, -1, NaN, Infinity])
      expect(() => applyTemperature([1], { temperature })).toThrow(
        new RangeError(`applyTemperature: temperature must be above 0, got ${temperature}.`),
      );
    expect(() => applyTemperature([1, 2, 3], { classes: 2 })).toThrow(
      'applyTemperature: logits must hold 2 numbers for each case, got 3 in all.',
    );
    expect(() => applyTemperature([Infinity])).toThrow('applyTemperature: logits must hold finite numbers');
  });
});
