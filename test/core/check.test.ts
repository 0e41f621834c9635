import { describe, expect, it } from 'vitest';
import { check, checkInRange, checkInteger, checkSameShape, checkType } from '../../src/core/check';

describe('checks', () => {
  it('throw the message they are given, as a RangeError or a TypeError', () => {
    expect(() => check(false, 'f: x must be 1.')).toThrow(new RangeError('f: x must be 1.'));
    expect(() => checkType(false, 'f: x must be a number.')).toThrow(new TypeError('f: x must be a number.'));
    expect(() => {
      check(true, '');
      checkType(true, '');
    }).not.toThrow();
  });

  it('require whole numbers of at least the smallest', () => {
    expect(() => checkInteger('f', 'n', 1, 1)).not.toThrow();
    for (const value of [0, 1.5, NaN, Infinity]) {
      expect(() => checkInteger('f', 'n', value, 1)).toThrow(
        new RangeError(`f: n must be an integer of at least 1, got ${value}.`),
      );
    }
  });

  it('require numbers of a range, ends included, and refuse NaN', () => {
    expect(() => checkInRange('f', 'p', 1, 0, 1)).not.toThrow();
    for (const value of [-0.1, 1.1, NaN]) {
      expect(() => checkInRange('f', 'p', value, 0, 1)).toThrow(
        new RangeError(`f: p must be between 0 and 1, got ${value}.`),
      );
    }
  });

  it('require one shape, where broadcasting would do', () => {
    expect(() => checkSameShape('f', ['a', 'b'], [1, 2], [1, 2])).not.toThrow();
    expect(() => checkSameShape('f', ['a', 'b'], [1, 2], [2])).toThrow(
      new RangeError('f: a and b must have the same shape, got [1, 2] and [2].'),
    );
  });
});
