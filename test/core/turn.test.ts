import { expect, it } from 'vitest';
import { turn } from '../../src/core/turn';

it('a turn lets timers and other events run, which a resolved promise does not', async () => {
  const seen: string[] = [];
  setTimeout(() => seen.push('timer'), 0);
  await Promise.resolve();
  expect(seen).toEqual([]);
  for (let i = 0; i < 10_000 && seen.length === 0; i++) await turn();
  expect(seen).toEqual(['timer']);
});
