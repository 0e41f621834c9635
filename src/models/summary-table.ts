import type { Summary, SummaryRow } from './summary';

const heads = ['layer', 'kind', 'output', 'parameters', 'multiply-adds', 'memory'];

/** A {@link Summary} as text: a line a layer, numbers to the right, and what they come to. */
export function summaryTable({ rows, ...totals }: Omit<Summary, 'toString'>): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const [head, ...body] = lines.map((line) =>
    line
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  const rule = '─'.repeat(head!.length);
  const frozen = totals.parameters - totals.trainableParameters;
  return [
    head,
    rule,
    ...body,
    rule,
    `parameters     ${count(totals.parameters)}${frozen ? `, ${count(frozen)} of them not trained` : ''}`,
    `multiply-adds  ${count(totals.multiplyAdds)}`,
    `memory         weights ${bytes(totals.weightBytes)}, prediction ${bytes(totals.peakBytes)} more at most, ` +
      `all outputs ${bytes(totals.activationBytes)}`,
  ].join('\n');
}

function cells(row: SummaryRow): string[] {
  return [
    row.name,
    row.kind,
    `[${row.outputShape.join(', ')}]`,
    count(row.parameters),
    count(row.multiplyAdds),
    bytes(row.activationBytes),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** 1 MB is a million bytes. */
function bytes(value: number): string {
  return value < 1e5 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}
