import type { Image } from '../data/image';
import { html, type Html } from './html';
import { digits } from './report-scores';
import { bestAndWorst } from './report-summary';
import { shownImage } from './shown-image';

/** An overlay to show. */
export interface ReportExample {
  readonly name: string;
  readonly dice: number;
  /** Of 8 or 16 bits. */
  readonly image: Image;
}

const blueAndAmber =
  'The predicted mask is tinted and outlined in blue; where the two disagree, the outline of the true mask shows in amber.';

/** The worst and the best overlays; nothing without any. */
export function exampleSection(examples: readonly ReportExample[], note = blueAndAmber): Html | string {
  if (examples.length === 0) return '';
  const { best, worst } = bestAndWorst(examples);
  return html`<section>
    <h2>Overlays</h2>
    <p class="quiet">${note} Below each is its Dice.</p>
    ${sheet('Worst', worst)}${sheet('Best', best)}
  </section>`;
}

function sheet(title: string, examples: readonly ReportExample[]): Html | string {
  if (examples.length === 0) return '';
  return html`<h3>${title}</h3>
    <div class="sheet">${examples.map(figure)}</div>`;
}

function figure({ name, dice, image }: ReportExample): Html {
  return html`<figure>
    ${shownImage(image, `Overlay of ${name}`)}
    <figcaption><b>${digits(dice)}</b>${name}</figcaption>
  </figure>`;
}
