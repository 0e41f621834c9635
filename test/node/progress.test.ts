import { progress, type Progress } from 'hilum/node';
import { describe, expect, it } from 'vitest';

/** A stream that remembers, and a clock in the test's hand. */
function setUp({ isTTY = false, columns = 200 } = {}): {
  written: string[];
  /** What a terminal would show at the end, line by line. */
  screen: () => string[];
  clock: { now: number };
  shown: Progress;
} {
  const written: string[] = [];
  const clock = { now: 0 };
  const shown = progress({
    stream: { write: (text: string) => written.push(text), isTTY, columns },
    now: () => clock.now,
  });
  const screen = (): string[] =>
    written
      .join('')
      .split('\n')
      .map((line) => line.split('\r\u001b[K').at(-1)!);
  return { written, screen, clock, shown };
}

const epochs = 3;
const steps = 4;

/** One epoch of 4 steps, 10 s each, and 2 s of validation. */
function epochOf(shown: Progress, clock: { now: number }, epoch: number): void {
  shown.onEpochBegin({ epoch, epochs, steps });
  for (let step = 0; step < steps; step++) {
    clock.now += 10_000;
    shown.onStep({ epoch, epochs, steps, step, logs: { loss: 0.5, dice: 0.25 } });
  }
  clock.now += 2_000;
  shown.onEpochEnd({
    epoch,
    epochs,
    steps,
    logs: { loss: 0.5, dice: 0.25, val_loss: 0.75, val_dice: 0.125, learningRate: 0.001 },
    seconds: 42,
  });
}

describe('progress to a file or a pipe', () => {
  it('writes one plain line an epoch, with no control characters', () => {
    const { written, shown, clock } = setUp();
    epochOf(shown, clock, 0);
    epochOf(shown, clock, 1);
    shown.stop();
    const scores =
      'loss 0.5000  Dice 0.2500  validation loss 0.7500  validation Dice 0.1250  learning rate 0.001  42 s';
    expect(written).toEqual([`epoch 1/3  ${scores}\n`, `epoch 2/3  ${scores}\n`]);
    expect(written.join('').replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f]/);
  });
});

describe('progress on a terminal', () => {
  it('shows position, scores and the time left of the whole run in one line that is written over', () => {
    const { screen, shown, clock } = setUp({ isTTY: true });
    shown.onEpochBegin({ epoch: 0, epochs, steps });
    expect(screen()).toEqual(['epoch 1/3']);
    clock.now = 10_000;
    shown.onStep({ epoch: 0, epochs, steps, step: 0, logs: { loss: 0.5, dice: 0.25 } });
    // One step of twelve took 10 s.
    expect(screen()).toEqual([
      'epoch 1/3  ━━━━━───────────────  1/4  loss 0.5000  Dice 0.2500  1 min 50 s left',
    ]);
  });

  it('leaves the finished epochs as lines of their own', () => {
    const { screen, shown, clock } = setUp({ isTTY: true });
    epochOf(shown, clock, 0);
    epochOf(shown, clock, 1);
    expect(screen()).toEqual([
      expect.stringMatching(/^epoch 1\/3 {2}loss .* 42 s$/),
      expect.stringMatching(/^epoch 2\/3 {2}loss .* 42 s$/),
      '',
    ]);
  });

  it('judges the time left by whole epochs, validation included, once one is over', () => {
    const { screen, shown, clock } = setUp({ isTTY: true });
    epochOf(shown, clock, 0);
    shown.onEpochBegin({ epoch: 1, epochs, steps });
    clock.now += 12_000;
    shown.onStep({ epoch: 1, epochs, steps, step: 0, logs: { loss: 0.5 } });
    // 42 s an epoch: 30 s of this one and 42 s of the last.
    expect(screen().at(-1)).toContain('1 min 12 s left');
    clock.now += 60_000;
    shown.onStep({ epoch: 1, epochs, steps, step: 1, logs: { loss: 0.5 } });
    // Slower than the mean: at least the epochs to come are left.
    expect(screen().at(-1)).toContain('  42 s left');
  });

  it('counts steps without a bar or a time left while their number is not known', () => {
    const { screen, shown, clock } = setUp({ isTTY: true });
    shown.onEpochBegin({ epoch: 0, epochs, steps: undefined });
    clock.now = 1_000;
    shown.onStep({ epoch: 0, epochs, steps: undefined, step: 6, logs: { loss: 0.5 } });
    expect(screen()).toEqual(['epoch 1/3  step 7  loss 0.5000']);
  });

  it('drops the bar when an epoch turns out longer than announced', () => {
    const { screen, shown, clock } = setUp({ isTTY: true });
    shown.onEpochBegin({ epoch: 0, epochs, steps: 2 });
    clock.now = 1_000;
    shown.onStep({ epoch: 0, epochs, steps: 2, step: 2, logs: {} });
    expect(screen()[0]).toMatch(/^epoch 1\/3 {2}step 3 {2}/);
  });

  it('draws at most ten times a second, but always the last step', () => {
    const { written, shown, clock } = setUp({ isTTY: true });
    shown.onEpochBegin({ epoch: 0, epochs, steps: 100 });
    for (let step = 0; step < 100; step++) {
      clock.now += 5;
      shown.onStep({ epoch: 0, epochs, steps: 100, step, logs: {} });
    }
    expect(written).toHaveLength(1 + 5);
    expect(written.at(-1)).toContain('100/100');
  });

  it('cuts a line at the width of the terminal, so that it never wraps', () => {
    const { screen, shown, clock } = setUp({ isTTY: true, columns: 30 });
    shown.onEpochBegin({ epoch: 0, epochs, steps });
    clock.now = 1_000;
    shown.onStep({ epoch: 0, epochs, steps, step: 0, logs: { loss: 0.5 } });
    expect(screen()[0]).toHaveLength(29);
  });

  it('ends an open line on stop, once, and writes nothing when none is open', () => {
    const { written, shown, clock } = setUp({ isTTY: true });
    shown.stop();
    expect(written).toEqual([]);
    epochOf(shown, clock, 0);
    shown.onEpochBegin({ epoch: 1, epochs, steps });
    shown.onTrainEnd();
    shown.stop();
    expect(written.filter((text) => text === '\n')).toHaveLength(1);
  });

  it('lines up epochs of one and two digits', () => {
    const { written, shown } = setUp();
    shown.onEpochEnd({ epoch: 8, epochs: 12, steps, logs: {}, seconds: 80 });
    shown.onEpochEnd({ epoch: 9, epochs: 12, steps, logs: {}, seconds: 80 });
    expect(written).toEqual(['epoch  9/12  1 min 20 s\n', 'epoch 10/12  1 min 20 s\n']);
  });
});
