import type { DatasetDescription } from '../data/describe-dataset';
import { html, type Html } from './html';
import { percent } from './report-numbers';
import { headings, numberCell } from './report-table';
import { chartKeys, spreadChart } from './share-charts';

/** Labels by source, and how bright the images of each label are; nothing where there are not two labels. */
export function labelSection(description: DatasetDescription): Html | string {
  const labels = Object.keys(description.labels);
  if (labels.length < 2) return '';
  return html`<section>
    <h2>Labels</h2>
    ${sourceTable(description, labels)}
    <p class="quiet below">
      Where sources have other shares of a label, a model can learn to tell the sources instead: score each
      source by itself.
    </p>
    <h3>Intensities</h3>
    <div class="pair charts">${charts(description, labels)}</div>
    <p class="quiet below">
      In % of the pixels, each image weighing the same. Labels that differ here can be told apart by exposure
      or borders alone, which says nothing about a finding: equalise or standardise images, and look at the
      heat maps.
    </p>
  </section>`;
}

function sourceTable({ labelsBySource, labels: totals, images }: DatasetDescription, labels: string[]): Html {
  const row = (name: string, counts: Readonly<Record<string, number>>): Html => {
    const whole = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const cells = labels.map((label) => {
      const count = counts[label] ?? 0;
      return `${count} (${percent(count / whole)})`;
    });
    return html`<tr>
      <th scope="row">${name}</th>
      ${[...cells, String(whole)].map(numberCell)}
    </tr>`;
  };
  const sources = Object.entries(labelsBySource);
  return html`<div class="card wide">
    <table class="whole">
      <thead>
        <tr>
          ${headings(['Source'], [...labels, 'Images'])}
        </tr>
      </thead>
      <tbody>
        ${images > 0 && sources.length > 1 ? row('All', totals) : ''}${sources.map((entry) => row(...entry))}
      </tbody>
    </table>
  </div>`;
}

/** Two labels on each other; of more each on all of them. */
function charts({ intensities, labels: counts, images }: DatasetDescription, labels: string[]): Html[] {
  const all = intensities[labels[0]!]!.map((_, bin) =>
    labels.reduce((sum, label) => sum + (intensities[label]![bin]! * counts[label]!) / images, 0),
  );
  const pairs = labels.length === 2 ? [[labels[0]!, labels[1]!]] : labels.map((label) => ['all', label]);
  return pairs.map(([first, second]) => {
    const spreads = [
      { style: 'dashed' as const, name: first!, shares: intensities[first!] ?? all },
      { style: 'solid' as const, name: second!, shares: intensities[second!]! },
    ];
    // Borders are black in many collections: the ends are told in words where they are out of proportion.
    const inner = Math.max(...spreads.flatMap(({ shares }) => shares.slice(1, -1)));
    const ends = (bin: 0 | -1): string =>
      spreads.map(({ name, shares }) => `${percent(shares.at(bin)!)} (${name})`).join(' and ');
    const cut = spreads.some(({ shares }) => Math.max(shares[0]!, shares.at(-1)!) > 1.5 * inner);
    const label = `Intensities of ${second!} beside those of ${first!}, from black to white.`;
    return html`<figure class="card">
      ${spreadChart({
        label,
        xTitle: 'black 0 to white 1',
        spreads,
        ...(cut && inner > 0 ? { highest: 1.5 * inner } : {}),
      })}
      <figcaption>
        ${chartKeys(spreads)}Black is ${ends(0)} of the pixels, white
        ${ends(-1)}${cut && inner > 0 ? ': more than the chart is high' : ''}.
      </figcaption>
    </figure>`;
  });
}
