import { describe, expect, it } from 'vitest';
import {
  checkBinary,
  checkFinite,
  checkLabels,
  checkPaired,
  checkProbabilities,
  checkSome,
  columnsOf,
} from '../../src/metrics/cases';

describe('what truth and scores must be', () => {
  it('is one number for each case, and a case', () => {
    expect(() => checkPaired('f', 'yScore', [0, 1], [0.2])).toThrow(
      new RangeError('f: yTrue and yScore must be of one length, got 2 and 1.'),
    );
    expect(() => checkPaired('f', 'yScore', [], [])).toThrow(
      'f: yTrue must hold at least one case, got none.',
    );
    expect(() => checkSome('f', [])).toThrow(RangeError);
    expect(() => checkPaired('f', 'yScore', [0], [0.2])).not.toThrow();
  });

  it('is whole labels below the number of classes', () => {
    for (const wrong of [-1, 3, 0.5, NaN, Infinity])
      expect(() => checkLabels('f', 'yTrue', [0, wrong], 3)).toThrow(
        new RangeError(`f: yTrue must hold labels from 0 to 2, got ${wrong} at 1.`),
      );
    expect(() => checkLabels('f', 'yTrue', [Infinity])).toThrow(
      'f: yTrue must hold labels 0, 1, 2, …, got Infinity at 0.',
    );
    expect(() => checkLabels('f', 'yTrue', [0, 2, 1], 3)).not.toThrow();
  });

  it('is finite scores', () => {
    expect(() => checkFinite('f', 'yScore', Float32Array.of(1, NaN))).toThrow(
      new RangeError('f: yScore must hold finite numbers, got NaN at 1.'),
    );
    expect(() => checkFinite('f', 'yScore', [-Infinity])).toThrow('got -Infinity at 0');
  });

  it('is probabilities, with the rounding of float32 forgiven', () => {
    expect(() => checkProbabilities('f', 'p', [0, 1.0000001, -1e-7])).not.toThrow();
    expect(() => checkProbabilities('f', 'p', [0.5, 1.1])).toThrow(
      'f: p must hold probabilities from 0 to 1, got 1.1 at 1. Put logits through a sigmoid or softmax first (applyTemperature).',
    );
    expect(() => checkProbabilities('f', 'p', [NaN])).toThrow(RangeError);
  });

  it('is a whole number of columns', () => {
    expect(columnsOf('f', 'p', [0, 1], [1, 2, 3, 4, 5, 6])).toBe(3);
    expect(() => columnsOf('f', 'p', [0, 1], [1, 2, 3])).toThrow(
      new RangeError('f: p must hold as many numbers for each of the 2 cases, got 3.'),
    );
    expect(() => columnsOf('f', 'p', [0, 1], [])).toThrow('got 0.');
    expect(() => columnsOf('f', 'p', [], [])).toThrow('at least one case');
  });

  it('is both classes, where positives are set against negatives', () => {
    expect(checkBinary('f', [0, 1, 1], [3, 4, 5])).toBe(2);
    expect(() => checkBinary('f', [1, 1], [0.1, 0.2])).toThrow(
      new RangeError('f: yTrue must hold cases of both classes, got 2 of class 1 alone.'),
    );
    expect(() => checkBinary('f', [0], [0.1])).toThrow('got 1 of class 0 alone');
    expect(() => checkBinary('f', [0, 2], [0.1, 0.2])).toThrow(
      'f: yTrue must hold labels from 0 to 1, got 2 at 1.',
    );
    expect(() => checkBinary('f', [0, 1], [0.1, NaN], 'first')).toThrow('f: first must hold finite numbers');
  });
});
