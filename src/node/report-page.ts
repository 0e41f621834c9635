import { Html, html, type HtmlPart } from './html';
import { reportStyle } from './report-style';

/** The parts of a page, which {@link reportPage} joins. */
export interface ReportPageArgs {
  title: string;
  subtitle?: string | undefined;
  /** What stands in the head of the page, under the title. */
  headline: HtmlPart;
  sections: HtmlPart;
}

/** A whole HTML page that needs no other file: every report has this frame. */
export function reportPage({ title, subtitle, headline, sections }: ReportPageArgs): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(reportStyle)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${subtitle === undefined ? '' : html`<p class="quiet">${subtitle}</p>`}${headline}
        </header>
        <main>${sections}</main>
        <footer>Made with hilum. For research; not for diagnosis.</footer>
      </body>
    </html>`.text;
}
