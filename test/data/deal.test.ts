import { describe, expect, it } from 'vitest';
import { deal } from '../../src/data/deal';

// Its properties are those of splitDataset and kFold, and tested there.
describe('deal', () => {
  it('gives the part of each item, none to a part without a share', () => {
    const parts = deal('test', Array.from('abcdefghij'), [0.5, 0, 0.5], {});
    expect(parts).toHaveLength(10);
    expect(parts.filter((part) => part === 0)).toHaveLength(5);
    expect(parts.filter((part) => part === 2)).toHaveLength(5);
  });

  it('keeps groups together and shares every stratum out', () => {
    const items = Array.from({ length: 40 }, (_, i) => ({
      patient: Math.floor(i / 2),
      label: i < 20 ? 'a' : 'b',
    }));
    const parts = deal('test', items, [0.25, 0.75], {
      group: ({ patient }) => `${patient}`,
      stratify: ({ label }) => label,
    });
    for (let i = 0; i < 40; i += 2) expect(parts[i]).toBe(parts[i + 1]);
    for (const label of ['a', 'b'])
      // A quarter of 20 is 5, and patients have two.
      expect([4, 6]).toContain(items.filter((item, i) => item.label === label && parts[i] === 0).length);
  });
});
