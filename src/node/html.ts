/** Text that is HTML already: {@link html} leaves it as it is. All other text is escaped where it is put in. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a {@link html} template; a list is joined without anything between. */
export type HtmlPart = string | number | Html | readonly HtmlPart[];

/** A template of HTML or SVG in which every value that is not HTML itself is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.reduce((text, after, at) => text + textOf(parts[at - 1]!) + after));
}

function textOf(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
