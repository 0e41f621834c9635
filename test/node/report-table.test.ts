import { describe, expect, it } from 'vitest';
import { headings, numberCell } from '../../src/node/report-table';

describe('headings', () => {
  it('tell of each column whether it holds words or numbers', () => {
    const { text } = headings(['Image'], ['Dice']);
    expect(text).toBe('<th scope="col">Image</th><th scope="col" class="number">Dice</th>');
  });

  it('are escaped', () => {
    expect(headings(['<b>'], []).text).toBe('<th scope="col">&#60;b&#62;</th>');
  });
});

describe('numberCell', () => {
  it('is a cell aligned as numbers are', () => {
    expect(numberCell('0.95').text).toBe('<td class="number">0.95</td>');
  });
});
