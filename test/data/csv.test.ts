import fc from 'fast-check';
import { parseCsv } from 'hilum';
import { describe, expect, it } from 'vitest';

const values = (text: string, separator?: string) =>
  parseCsv(text, { separator }).map((row) => Object.values(row.values));

describe('parseCsv', () => {
  it('reads quotes, line ends of every kind, a byte order mark and empty lines', () => {
    const rows = parseCsv('\uFEFFfile,finding\r\n"a ""1"".png","left\r\nlung"\n\n  b.png , normal\rc.png,');
    expect(rows).toEqual([
      { line: 2, values: { file: 'a "1".png', finding: 'left\r\nlung' } },
      { line: 5, values: { file: '  b.png ', finding: ' normal' } },
      { line: 6, values: { file: 'c.png', finding: '' } },
    ]);
  });

  it('takes the separator that the first line has most of, outside of quotes', () => {
    expect(values('a;b\n1,5;2')).toEqual([['1,5', '2']]);
    expect(values('a\tb\n1\t2')).toEqual([['1', '2']]);
    expect(values('"a;;;;",b\n1,2')).toEqual([['1', '2']]);
    expect(values('a|b\n1|2', '|')).toEqual([['1', '2']]);
    expect(values('only\nx')).toEqual([['x']]);
    expect(values('only')).toEqual([]);
  });

  it('gives back whatever was written', () => {
    // No lone empty value: a line of nothing is no row.
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', 'ü') });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }));
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
        const columns = (rows[0] ?? ['', '']).map((_, i) => `c${i}`);
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = [columns, ...rows].map((row) => row.map(quote).join(',')).join(end);
        expect(values(text)).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  it('names the line of what is wrong', () => {
    expect(() => parseCsv('a,b\n"x\ny",2\n1,2,3')).toThrow(
      'parseCsv: each row must have 2 values, got 3 in line 4. Quote values that hold the separator.',
    );
    expect(() => parseCsv('a,b\n1,"2\n')).toThrow('parseCsv: a quote must be closed, got none after line 2.');
    expect(() => parseCsv('a,b\n"1"x,2')).toThrow('got text behind it in line 2.');
    expect(() => parseCsv('a,a\n1,2')).toThrow(
      'parseCsv: columns must have names of their own, got a twice.',
    );
    expect(() => parseCsv('')).toThrow(
      'parseCsv: a CSV needs a first line that names its columns, got none.',
    );
    expect(() => parseCsv('a', { separator: '||' })).toThrow('separator must be one character, got "||".');
  });

  it('takes no time with a large file', () => {
    const text = `a,b\n${'"x",y\n'.repeat(20_000)}`;
    const start = performance.now();
    expect(parseCsv(text)).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
