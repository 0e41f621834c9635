import { html, type Html } from './html';

/** Headings of columns of words, then of columns of numbers. */
export function headings(words: readonly string[], numbers: readonly string[]): Html {
  return html`${words.map((word) => html`<th scope="col">${word}</th>`)}${numbers.map(
    (word) => html`<th scope="col" class="number">${word}</th>`,
  )}`;
}

/** A cell that is aligned as numbers are. */
export function numberCell(text: string): Html {
  return html`<td class="number">${text}</td>`;
}
