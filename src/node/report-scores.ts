import { histogram } from './charts';
import { html, type Html } from './html';
import { headings, numberCell } from './report-table';
import { summarizeScores, type ImageScore, type ScoreSummary } from './report-summary';

/** The scores in a few large numbers. */
export function headline(scores: readonly ImageScore[]): Html {
  if (scores.length === 0) return html`<p>No image was held out, so there are no scores.</p>`;
  const { images, dice, iou } = summarizeScores(scores);
  const cards: [string, string][] = [
    ['mean Dice', digits(dice.mean)],
    ['median Dice', digits(dice.median)],
    ['worst Dice', digits(dice.worst)],
    ['mean IoU', digits(iou.mean)],
    ['held-out images', String(images)],
  ];
  const card = ([name, value]: [string, string]): Html =>
    html`<div class="card">
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="cards">${cards.map(card)}</dl>`;
}

/** The table of scores by source, and how the Dice of the images is spread; nothing without scores. */
export function scoreSection(scores: readonly ImageScore[]): Html | string {
  if (scores.length === 0) return '';
  const { sources, ...all } = summarizeScores(scores);
  const words = wordsOf(scores, all);
  return html`<section>
    <h2>Scores on the held-out part</h2>
    <div class="pair uneven">
      <div class="card wide">
        <table class="scores">
          <thead>
            <tr>
              <td colspan="2"></td>
              <th scope="colgroup" colspan="3" class="group">Dice</th>
              <th scope="colgroup" colspan="3" class="group">IoU</th>
            </tr>
            <tr>
              ${headings(['Source'], ['Images', 'mean', 'median', 'worst', 'mean', 'median', 'worst'])}
            </tr>
          </thead>
          <tbody>
            ${summaryRow('All', all)}${Object.entries(sources).map((entry) => summaryRow(...entry))}
          </tbody>
        </table>
      </div>
      <figure class="card">
        ${histogram({ label: words, xTitle: 'Dice', values: scores.map(({ dice }) => dice) })}
        <figcaption>${words}</figcaption>
      </figure>
    </div>
    ${everyScore(scores)}
  </section>`;
}

function wordsOf(scores: readonly ImageScore[], { dice: { worst, median } }: ScoreSummary): string {
  const [only] = scores;
  if (scores.length === 1) return `Dice of the only held-out image: ${digits(only!.dice)}.`;
  const highest = Math.max(...scores.map(({ dice }) => dice));
  return `The ${scores.length} held-out images by Dice: from ${digits(worst)} to ${digits(highest)}, median ${digits(median)}.`;
}

function summaryRow(name: string, { images, dice, iou }: ScoreSummary): Html {
  const spreads = [dice, iou].flatMap(({ mean, median, worst }) => [mean, median, worst]);
  return html`<tr>
    <th scope="row">${name}</th>
    ${[String(images), ...spreads.map(digits)].map(numberCell)}
  </tr>`;
}

function everyScore(scores: readonly ImageScore[]): Html {
  const row = ({ name, source = '', dice, iou }: ImageScore): Html =>
    html`<tr>
      <th scope="row">${name}</th>
      <td class="source">${source}</td>
      ${[dice, iou].map(digits).map(numberCell)}
    </tr>`;
  return html`<details>
    <summary>Every image, worst first</summary>
    <div class="card">
      <table>
        <thead>
          <tr>
            ${headings(['Image', 'Source'], ['Dice', 'IoU'])}
          </tr>
        </thead>
        <tbody>
          ${[...scores].sort((a, b) => a.dice - b.dice).map(row)}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Three decimals, as scores are published. */
export function digits(score: number): string {
  return score.toFixed(3);
}
