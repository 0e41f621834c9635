/**
 * A line of CSV (RFC 4180) without its end. Text that a spreadsheet would take for a formula gets an apostrophe in
 * front: names of files come from anywhere. Numbers stand as they are, `NaN` and `Infinity` too.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells.map(cell).join(',');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  // Some spreadsheets part cells at semicolons.
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
