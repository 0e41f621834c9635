import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../src/core/csv';

/** The cells of one line, by the rules of RFC 4180. */
function parse(line: string): string[] {
  const cells = [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/gy)];
  expect(cells.map(([whole]) => whole).join('')).toBe(`,${line}`);
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
}

describe('csvLine', () => {
  it('parts cells by commas and writes numbers as they are', () => {
    expect(csvLine(['a', 0.5, -1e-7, NaN, -Infinity, ''])).toBe('a,0.5,-1e-7,NaN,-Infinity,');
  });

  it('quotes what would part cells or lines', () => {
    expect(csvLine(['a,b', 'say "so"', 'two\nlines', 'a;b'])).toBe('"a,b","say ""so""","two\nlines","a;b"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x","y")'])(
    'keeps a spreadsheet from running %j',
    (name) => {
      expect(parse(csvLine([name]))).toEqual([`'${name}`]);
    },
  );

  it('gives every text back but for the apostrophe, in one cell', () => {
    const character = fc.constantFrom('a', 'é', ' ', '"', ',', ';', '\n', '\r', '\t', '=', '-', "'", '🫁');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: character }), { minLength: 1 }), (cells) => {
        const read = parse(csvLine(cells));
        expect(read).toEqual(cells.map((text, i) => (read[i] === `'${text}` ? read[i] : text)));
      }),
    );
  });
});
