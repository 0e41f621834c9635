import type { Result } from './measure';

/** Results as Markdown, one line a rival. */
export function resultTable(results: readonly Result[]): string {
  const lines = results.map((result) => {
    const { row, rival, ours, theirs, note, distance, skipped } = result;
    if (theirs === undefined || ours === undefined) {
      return cells([
        row.title,
        rival.title,
        ours ? milliseconds(ours) : '',
        '',
        '',
        target(rival.atLeast),
        `skipped: ${skipped}`,
        '',
      ]);
    }
    const ratio = theirs / ours;
    const verdict = rival.atLeast === 0 ? '' : ratio >= rival.atLeast ? 'reached' : 'missed';
    const against = note ? `${rival.title} (${note})` : rival.title;
    return cells([
      row.title,
      against,
      milliseconds(ours),
      milliseconds(theirs),
      times(ratio),
      target(rival.atLeast),
      verdict,
      distance!.toExponential(0),
    ]);
  });
  const head = [
    'work',
    'against',
    'hilum',
    'theirs',
    'hilum is faster by',
    'at least',
    'verdict',
    'answers apart by',
  ];
  return markdown(head, lines);
}

/** A result in a few words, for whoever waits for the table. */
export function resultLine({ row, rival, ours, theirs, skipped }: Result): string {
  const outcome = ours && theirs ? times(theirs / ours) : `skipped: ${skipped}`;
  return `${row.name}, ${rival.title}: ${outcome}`;
}

/** A Markdown table from ready lines. */
export function markdown(head: readonly string[], lines: readonly string[]): string {
  return [cells(head), cells(head.map(() => '---')), ...lines].join('\n');
}

export function cells(values: readonly string[]): string {
  return `| ${values.join(' | ')} |`;
}

export function milliseconds(time: number): string {
  return time >= 10_000 ? `${(time / 1000).toFixed(1)} s` : `${time.toFixed(time < 100 ? 1 : 0)} ms`;
}

function times(ratio: number): string {
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(2)}×`;
}

/** Below 1 the target allows more time than the rival takes, and is said that way round. */
function target(atLeast: number): string {
  if (atLeast === 0) return '';
  return atLeast < 1 ? `${atLeast.toFixed(2)}× (${(1 / atLeast).toFixed(1)}× its time)` : `${atLeast}×`;
}
