import fc from 'fast-check';
import {
  constantSchedule,
  cosineSchedule,
  oneCycleSchedule,
  polynomialSchedule,
  stepSchedule,
  totalSteps,
  warmUp,
  type Schedule,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/optimizers.json';

const schedules: Record<keyof typeof reference.schedules, Schedule> = {
  'oneCycle of 40': oneCycleSchedule({ peak: 0.1, steps: 40 }),
  'oneCycle of 23': oneCycleSchedule({ peak: 0.1, steps: 23, rise: 0.25, startDivisor: 10, endDivisor: 100 }),
  cosine: cosineSchedule({ learningRate: 0.1, steps: 30 }),
  'cosine to 0.01': cosineSchedule({ learningRate: 0.1, steps: 30, end: 0.01 }),
  step: stepSchedule({ learningRate: 0.1, every: 7, factor: 0.5 }),
  polynomial: polynomialSchedule({ learningRate: 0.1, steps: 20 }),
};

describe('schedules', () => {
  it.each(Object.keys(schedules) as (keyof typeof schedules)[])('gives the rates of PyTorch: %s', (name) => {
    const rates = reference.schedules[name];
    expect(rates.length).toBeGreaterThan(20);
    // PyTorch computes some rates from the one before, and rounds at each step.
    rates.forEach((rate, step) => expect(Math.abs(schedules[name](step) - rate)).toBeLessThan(1e-12));
  });

  it('stay where they are after their last step', () => {
    expect(schedules.cosine(1000)).toBe(0);
    expect(schedules['cosine to 0.01'](1000)).toBe(0.01);
    expect(schedules.polynomial(1000)).toBe(0);
    expect(schedules['oneCycle of 40'](1000)).toBeCloseTo(0.1 / 25 / 1e4, 15);
    expect(constantSchedule(0.1)(1000)).toBe(0.1);
  });

  it('come after a warm-up in equal steps', () => {
    const schedule = warmUp({ steps: 3 }, cosineSchedule({ learningRate: 0.4, steps: 2 }));
    [0.1, 0.2, 0.3, 0.4, 0.2, 0].forEach((rate, step) => expect(schedule(step)).toBeCloseTo(rate, 12));
    expect(warmUp({ steps: 0 }, constantSchedule(0.1))(0)).toBe(0.1);
  });

  it('never leave the range between their ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 500 }), fc.nat(1000), (steps, step) => {
        for (const schedule of [
          oneCycleSchedule({ peak: 1, steps }),
          cosineSchedule({ learningRate: 1, steps, end: 1e-6 }),
          polynomialSchedule({ learningRate: 1, steps, end: 1e-6 }),
        ]) {
          expect(schedule(step)).toBeGreaterThanOrEqual(1e-6 - 1e-12);
          expect(schedule(step)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('refuse what is outside their range', () => {
    expect(() => constantSchedule(-1)).toThrow(
      'constantSchedule: learningRate must be finite and at least 0, got -1.',
    );
    expect(() => stepSchedule({ learningRate: 1, every: 0 })).toThrow(
      'every must be an integer of at least 1',
    );
    expect(() => stepSchedule({ learningRate: 1, every: 1, factor: 2 })).toThrow(
      'factor must be between 0 and 1',
    );
    expect(() => cosineSchedule({ learningRate: 1, steps: 1, end: NaN })).toThrow('end must be finite');
    expect(() => polynomialSchedule({ learningRate: 1, steps: 1, power: 0 })).toThrow(
      'power must be above 0',
    );
    expect(() => oneCycleSchedule({ peak: 1, steps: 10, rise: 0.1 })).toThrow(
      'oneCycleSchedule: rise must be above 1 / steps and below 1, got 0.1 of 10 steps.',
    );
    expect(() => oneCycleSchedule({ peak: 1, steps: 10, startDivisor: 0 })).toThrow(
      'startDivisor must be at least 1',
    );
    expect(() => oneCycleSchedule({ peak: 1, steps: 10, endDivisor: 0 })).toThrow(
      'endDivisor must be at least 1',
    );
    expect(() => warmUp({ steps: 0.5 }, constantSchedule(1))).toThrow(
      'steps must be an integer of at least 0',
    );
  });
});

describe('totalSteps', () => {
  it('counts smaller last batches and sums', () => {
    // 9 samples are 3 batches of 4, 4 and 1; by two they are 2 steps.
    expect(totalSteps({ samples: 9, epochs: 10 })).toBe(30);
    expect(totalSteps({ samples: 9, accumulate: 2, epochs: 10 })).toBe(20);
    expect(totalSteps({ samples: 8, batchSize: 1, epochs: 1 })).toBe(8);
  });

  it('refuses what is no count', () => {
    expect(() => totalSteps({ samples: 0, epochs: 1 })).toThrow(
      'totalSteps: samples must be an integer of at least 1, got 0.',
    );
  });
});
