import { expect, it } from 'vitest';
import { named } from '../../src/core/named';

it('gives a function the name and gives it back', () => {
  const add = (a: number, b: number): number => a + b;
  const sum = named('sum', add);
  expect(sum).toBe(add);
  expect(sum.name).toBe('sum');
  expect(sum(1, 2)).toBe(3);
});

it('names an arrow again, the last name wins', () => {
  const arrow = named(
    'second',
    named('first', () => 0),
  );
  expect(arrow.name).toBe('second');
});
