import {
  adaptiveReliabilityBins,
  applyTemperature,
  brierScore,
  expectedCalibrationError,
  reliabilityBins,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

const rows = reference.binary.flatMap(({ calibration = [], ...row }) =>
  calibration.map((each) => ({ ...row, ...each })),
);
const softmaxes = reference.softmax.map((row) => ({
  ...row,
  probabilities: applyTemperature(row.logits, { classes: row.classes }),
}));

describe('brierScore', () => {
  it('is scikit-learn’s for two classes', () => {
    const scored = reference.binary.filter(({ brier }) => brier !== undefined);
    expect(scored.length).toBeGreaterThan(2);
    for (const { yTrue, yScore, brier } of scored) expect(brierScore(yTrue, yScore)).toBeCloseTo(brier!, 13);
  });

  it.each(softmaxes)('is Brier’s sum over $classes classes', ({ yTrue, probabilities, brier }) => {
    expect(brierScore(yTrue, probabilities)).toBeCloseTo(brier, 13);
  });

  it('goes from 0 for certainty that is right to 1, or 2 for columns, for certainty that is wrong', () => {
    expect(brierScore([0, 1], [0, 1])).toBe(0);
    expect(brierScore([0, 1], [1, 0])).toBe(1);
    expect(brierScore([0, 1], [0, 1, 1, 0])).toBe(2);
  });

  it('refuses logits, other lengths and other labels', () => {
    expect(() => brierScore([0, 1], [0.2, 3])).toThrow(
      new RangeError(
        'brierScore: yProbability must hold probabilities from 0 to 1, got 3 at 1. ' +
          'Put logits through a sigmoid or softmax first (applyTemperature).',
      ),
    );
    expect(() => brierScore([0, 1], [0.2, 0.3, 0.5])).toThrow(
      'brierScore: yProbability must hold as many numbers for each of the 2 cases, got 3.',
    );
    expect(() => brierScore([0, 2], [0.2, 0.3])).toThrow(
      'brierScore: yTrue must hold labels from 0 to 1, got 2 at 1.',
    );
    expect(() => brierScore([], [])).toThrow('brierScore: yTrue must hold at least one case, got none.');
  });
});

describe('reliability bins', () => {
  it.each(rows)('are those of scikit-learn’s calibration_curve: $bins, $strategy', (row) => {
    const divide = row.strategy === 'uniform' ? reliabilityBins : adaptiveReliabilityBins;
    const found = divide(row.yTrue, row.yScore, { bins: row.bins });
    expect(found.map(({ count }) => count)).toEqual(row.count);
    found.forEach(({ frequency, probability }, i) => {
      expect(frequency).toBeCloseTo(row.frequency[i]!, 13);
      expect(probability).toBeCloseTo(row.probability[i]!, 13);
    });
    expect(expectedCalibrationError(found)).toBeCloseTo(row.error, 13);
  });

  it.each(softmaxes)('look at the surest of $classes classes', ({ yTrue, probabilities, error }) => {
    const bins = reliabilityBins(yTrue, probabilities);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(yTrue.length);
    expect(expectedCalibrationError(bins)).toBeCloseTo(error, 12);
  });

  it('hold what lies above the lower edge and up to the upper one, 0 in the first, and none is empty', () => {
    const bins = reliabilityBins([0, 0, 1, 1], [0, 0.5, 0.50001, 1], { bins: 4 });
    expect(bins).toEqual([
      { probabilityRange: [0, 0.25], count: 1, probability: 0, frequency: 0 },
      { probabilityRange: [0.25, 0.5], count: 1, probability: 0.5, frequency: 0 },
      { probabilityRange: [0.5, 0.75], count: 1, probability: 0.50001, frequency: 1 },
      { probabilityRange: [0.75, 1], count: 1, probability: 1, frequency: 1 },
    ]);
    expect(reliabilityBins([1], [0.95])).toHaveLength(1);
    // A softmax in float32 may end a little above 1.
    expect(reliabilityBins([1], [1.0000001])[0]!.probabilityRange).toEqual([0.9, 1]);
  });

  it('of as many cases keep equal probabilities together', () => {
    const bins = adaptiveReliabilityBins([0, 1, 0, 1, 1, 0], [0.5, 0.5, 0.5, 0.5, 0.9, 0.1], { bins: 3 });
    expect(bins.map(({ count }) => count)).toEqual([5, 1]);
    expect(bins[0]!.probability).toBeCloseTo(2.1 / 5, 12);
    expect(bins.at(-1)!.probabilityRange[1]).toBe(0.9);
  });

  it('refuse no bins', () => {
    expect(() => reliabilityBins([1], [0.5], { bins: 0 })).toThrow(
      new RangeError('reliabilityBins: bins must be an integer of at least 1, got 0.'),
    );
    expect(() => adaptiveReliabilityBins([1], [0.5], { bins: 1.5 })).toThrow(
      'adaptiveReliabilityBins: bins must be an integer of at least 1, got 1.5.',
    );
    expect(() => adaptiveReliabilityBins([1], [2])).toThrow(
      'adaptiveReliabilityBins: yProbability must hold',
    );
  });
});

describe('expectedCalibrationError', () => {
  it('is 0 where each probability comes true as often as it says', () => {
    const labels = [0, 0, 0, 1, 0, 1, 1, 1];
    const bins = reliabilityBins(labels, [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75]);
    expect(expectedCalibrationError(bins)).toBe(0);
  });

  it('weighs gaps by cases', () => {
    // 3/4 · |1 − 0.9| + 1/4 · |0 − 0.4|, by hand
    expect(expectedCalibrationError(reliabilityBins([1, 1, 1, 0], [0.9, 0.9, 0.9, 0.4]))).toBeCloseTo(
      0.175,
      12,
    );
  });
});
