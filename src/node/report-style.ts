/** The style sheet of a report: system fonts, light and dark by the reader's setting, one column on a phone. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #f7f6f3; --card: #ffffff; --ink: #1f2429; --muted: #5c656e; --line: #e2dfd8;
  --accent: #1b6fb3; --second: #b3671d;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #131619; --card: #1b1f23; --ink: #e6e8ea; --muted: #a0a9b2; --line: #31373d;
    --accent: #62b5f4; --second: #e5a55d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 3rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0 0 .3rem; font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
h2 { margin: 2.75rem 0 .75rem; font-size: 1.2rem; font-weight: 650; }
h3 { margin: 1.25rem 0 .6rem; font-size: 1rem; font-weight: 600; }
.card h3 { margin-top: 0; }
p { margin: 0 0 .75rem; max-width: 46rem; }
.quiet, figcaption, footer { color: var(--muted); font-size: .875rem; }
.cards, .pair { display: grid; gap: 1rem; margin: 0; }
.cards { grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .75rem; margin-top: 1.5rem; }
.pair { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); align-items: start; }
.pair.uneven { grid-template-columns: 3fr 2fr; }
.pair.charts { align-items: stretch;  grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.pair.charts > :only-child { max-width: 34rem; }
.card { padding: 1rem 1.15rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.cards dt { color: var(--muted); font-size: .8125rem; }
.cards dd { margin: 0; font-size: 1.5rem; font-weight: 600; line-height: 1.3; white-space: nowrap; font-variant-numeric: tabular-nums; }
figure { margin: 0; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .5rem; text-align: left; font-weight: 600; }
th, td { padding: .4rem .5rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
thead tr:first-child > *, caption + tbody tr:first-child > * { border-top: 0; }
th { font-weight: 500; }
thead th { color: var(--muted); font-size: .8125rem; overflow-wrap: normal; }
.scores :is(th, td) { overflow-wrap: normal; }
.scores .group { text-align: center; }
.scores tbody :nth-child(3n), .scores thead tr:last-child :nth-child(3n) { padding-left: 1.5rem; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
.value { text-align: right; }
.source { overflow-wrap: normal; }
.wide { overflow-x: auto; }
.chart { display: block; width: 100%; height: auto; overflow: visible; max-width: 32rem; margin: 0 auto; font-size: 12.5px; }
.chart text { fill: var(--muted); font-variant-numeric: tabular-nums; }
.chart line { stroke: var(--line); }
.chart path { fill: none; stroke-width: 2; stroke-linejoin: round; }
.chart .dashed path { stroke: var(--second); stroke-dasharray: 5 3; stroke-width: 1.5; }
.chart .dashed circle { fill: var(--second); }
.chart .solid path { stroke: var(--accent); }
.chart .solid circle, .chart .bars { fill: var(--accent); }
.key { display: inline-block; width: 1.4rem; margin: 0 .35rem .22rem 0; border-top: 2px solid var(--accent); }
.key.dashed { border-top: 2px dashed var(--second); }
.cards .range { font-size: .8125rem; font-weight: 400; color: var(--muted); }
.note { margin: 1rem 0 0; padding: .7rem 1rem; border-left: 3px solid var(--second); background: var(--card); border-radius: 0 8px 8px 0; }
.lead { margin: 1.25rem 0 .5rem; font-size: 1.0625rem; }
.pair + .pair { margin-top: 1rem; }
.below { margin-top: .75rem; }
.figure { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.chart.square { max-width: 25rem; }
.chart .diagonal { stroke: var(--muted); stroke-dasharray: 2 4; }
.chart .band { fill: var(--accent); opacity: .15; }
.chart .points circle { stroke: var(--card); stroke-width: 1.5; }
.chart .points .range { stroke: var(--accent); stroke-width: 1.5; }
.chart .spread path { fill: var(--accent); fill-opacity: .12; stroke-width: 1.75; }
.chart .dashed.spread path { fill: var(--second); }
.chart .target { fill: transparent; }
.whole :is(th, td) { overflow-wrap: normal; }
.whole td { padding-left: 1rem; }
.confusion :is(th, td) { overflow-wrap: normal; }
.confusion td { text-align: center; border: 2px solid var(--card); border-radius: 8px; padding: .9rem .5rem; }
.confusion b { display: block; font-size: 1.35rem; font-weight: 600; }
.confusion thead th:not(:first-child) { text-align: center; }
.confusion tbody th { vertical-align: middle; }
.confusion .right { background: color-mix(in srgb, var(--accent) calc(var(--share) * 35%), transparent); }
.confusion .wrong { background: color-mix(in srgb, var(--second) calc(var(--share) * 80%), transparent); }
pre { margin: 0; font: .8125rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
.sheet.pairs { grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.views { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 3px; }
.sheet b .quiet { font-weight: 400; }
.flag { color: var(--second); white-space: nowrap; }
.plain { columns: auto; max-width: 46rem; }
.plain li { margin-bottom: .35rem; }
.keys { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); gap: 1.1rem 1rem; }
.sheet img { display: block; width: 100%; height: auto; border-radius: 6px; background: #000; }
.sheet figcaption { padding-top: .3rem; line-height: 1.35; }
.sheet b { display: block; color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; }
details { margin-top: .9rem; }
summary { cursor: pointer; color: var(--accent); }
details > * + * { margin-top: .75rem; }
ul { margin-bottom: 0; padding-left: 1.2rem; font-size: .9rem; columns: 20rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
@media (max-width: 56rem) { .pair.uneven { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 30rem) {
  body { padding-top: 1.5rem; }
  .cards { grid-template-columns: 1fr 1fr; gap: .6rem; }
  .cards > :first-child { grid-column: 1 / -1; }
  .sheet { grid-template-columns: 1fr 1fr; }
  .sheet.pairs { grid-template-columns: minmax(0, 1fr); }
  .card { padding: .8rem .85rem; }
}
@media print {
  :root { --paper: #ffffff; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  figure, .card, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
}
`;
