import { labelsFromCsv } from 'hilum';
import { describe, expect, it } from 'vitest';

const columns = { name: 'file', label: 'finding' };

describe('labelsFromCsv', () => {
  it('finds labels by the name of a file, whatever folder and extension', () => {
    const labelOf = labelsFromCsv('age;file;finding\n3;a.png; nodule \n4;x/b;normal\n5;c.png;\n', columns);
    expect([labelOf('images/a.jpg'), labelOf('b.png'), labelOf('c.png'), labelOf('toString')]).toEqual([
      'nodule',
      'normal',
      undefined,
      undefined,
    ]);
  });

  it('takes one label twice, and refuses two', () => {
    expect(labelsFromCsv('file,finding\na,1\na.png,1', columns)('a')).toBe('1');
    expect(() => labelsFromCsv('file,finding\na,1\nb,0\na.png,0', columns)).toThrow(
      'labelsFromCsv: a name must have one label, got 1 and 0 for a (lines 2 and 4). Remove one.',
    );
  });

  it('names the columns there are', () => {
    expect(() => labelsFromCsv('image,finding\na,1', columns)).toThrow(
      'labelsFromCsv: the CSV must have a column file, got image, finding. Name one of these.',
    );
  });
});
