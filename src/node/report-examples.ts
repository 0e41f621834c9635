import { encodePng } from '../codecs/encode-png';
import type { Image } from '../data/image';
import { resizeArea } from '../data/resize-area';
import { html, type Html } from './html';
import { digits } from './report-scores';
import { bestAndWorst } from './report-summary';

/** An overlay to show. */
export interface ReportExample {
  readonly name: string;
  readonly dice: number;
  /** Of 8 or 16 bits. */
  readonly image: Image;
}

/** Overlays are shown small: larger ones are shrunk to this, so that a report stays a few megabytes. */
const longestSide = 512;

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
  const { width, height, data } = shrunk(image);
  return html`<figure>
    <img src="${data}" width="${width}" height="${height}" alt="Overlay of ${name}" />
    <figcaption><b>${digits(dice)}</b>${name}</figcaption>
  </figure>`;
}

function shrunk(image: Image): { width: number; height: number; data: string } {
  const factor = Math.min(1, longestSide / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  const png = encodePng(resizeArea(image, { width, height }));
  return { width, height, data: `data:image/png;base64,${Buffer.from(png).toString('base64')}` };
}
