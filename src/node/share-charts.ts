/** Charts of shares against shares: both axes go from 0 to 1, and squares are squares. */
import { chartFrame, plotWidth, round, tickLabel } from './chart-frame';
import { niceTicks } from './charts';
import { html, type Html } from './html';

const square = chartFrame(plotWidth);
const flat = chartFrame(plotWidth / 2);
const fifths = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** A place in a square chart, 0 to 1 in both directions. */
export interface SharePoint {
  readonly x: number;
  readonly y: number;
  /** From where to where it may be, across or up and down; drawn as a thin line. */
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** What stands in its tooltip. */
  readonly words: string;
}

/** What a square chart shows, from the bottom up: band, diagonal, lines, points. */
export interface SquareChartArgs {
  /** What the chart shows in words, for those who do not see it. */
  label: string;
  xTitle: string;
  yTitle: string;
  /** Left to right. */
  band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  lines?: readonly {
    readonly style: 'solid' | 'dashed';
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
  points?: readonly SharePoint[];
}

/** Lines and points in a square with its diagonal, as SVG. */
export function squareChart({
  label,
  xTitle,
  yTitle,
  band = [],
  lines = [],
  points = [],
}: SquareChartArgs): Html {
  const x = (share: number): number => round(square.left(share));
  const y = (share: number): number => round(square.top(share));
  const path = (places: readonly (readonly [number, number])[]): string =>
    places.map(([across, up], at) => `${at === 0 ? 'M' : 'L'}${x(across)},${y(up)}`).join('');
  const around = [
    ...band.map((at) => [at.x, at.high] as const),
    ...band.map((at) => [at.x, at.low] as const).reverse(),
  ];
  return square.drawing(label, xTitle, [
    square.verticalAxis(fifths, square.top),
    ...fifths.map((tick) => square.bottomLabel(square.left(tick), tickLabel(tick, fifths))),
    html`<text class="axis" transform="translate(14 ${y(0.5)}) rotate(-90)" text-anchor="middle">
      ${yTitle}
    </text>`,
    html`<line class="diagonal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" />`,
    band.length > 0
      ? html`<polygon class="band" points="${path(around).replaceAll(/[ML]/g, ' ').trim()}" />`
      : html``,
    ...lines.map(({ style, points: places }) => html`<g class="${style}"><path d="${path(places)}" /></g>`),
    html`<g class="solid points">${points.map((point) => marked(point, x, y))}</g>`,
  ]);
}

function marked(
  { x: across, y: up, xRange, yRange, words }: SharePoint,
  x: (share: number) => number,
  y: (share: number) => number,
): Html {
  const bar = (from: readonly [number, number], to: readonly [number, number]): Html =>
    html`<line class="range" x1="${x(from[0])}" y1="${y(from[1])}" x2="${x(to[0])}" y2="${y(to[1])}" />`;
  return html`${xRange ? bar([xRange[0], up], [xRange[1], up]) : ''}${
      yRange ? bar([across, yRange[0]], [across, yRange[1]]) : ''
    }<circle cx="${x(across)}" cy="${y(up)}" r="4"><title>${words}</title></circle>`;
}

/** What a chart of two spreads shows. */
export interface SpreadChartArgs {
  label: string;
  xTitle: string;
  /** The share at the top of the chart, above which bins are cut off. Default: the largest there is. */
  highest?: number;
  /** Of one or two: how large a share lies in each of as many bins of equal width, from 0 to 1. */
  spreads: readonly {
    readonly style: 'solid' | 'dashed';
    readonly name: string;
    readonly shares: readonly number[];
  }[];
}

/** How values from 0 to 1 are spread, as outlines of histograms on each other, as SVG. */
export function spreadChart({
  label,
  xTitle,
  spreads,
  highest = Math.max(...spreads.flatMap(({ shares }) => shares), 0),
}: SpreadChartArgs): Html {
  const ticks = niceTicks(0, 100 * Math.max(highest, 0.01), 4);
  const y = (percent: number): number => flat.top(Math.min(1, percent / ticks.at(-1)!));
  const outlines = spreads.map(({ style, name, shares }) => {
    const steps = shares.map(
      (share, bin) => `V${round(y(100 * share))}H${round(flat.left((bin + 1) / shares.length))}`,
    );
    const bins = shares.map((share, bin) => {
      const [from, to] = [bin, bin + 1].map((edge) => Number((edge / shares.length).toFixed(3)));
      const left = flat.left(bin / shares.length);
      return html`<rect
        class="target"
        x="${round(left)}"
        y="${round(y(100 * share))}"
        width="${round(plotWidth / shares.length)}"
        height="${round(y(0) - y(100 * share))}"
        ><title>${name}, ${from!} to ${to!}: ${(100 * share).toFixed(1)} %</title></rect
      >`;
    });
    return html`<g class="${style} spread"
      ><path d="M${round(flat.left(0))},${round(y(0))}${steps.join('')}V${round(y(0))}" />${bins}</g
    >`;
  });
  return flat.drawing(label, xTitle, [
    flat.verticalAxis(ticks, y),
    ...fifths.map((tick) => flat.bottomLabel(flat.left(tick), tickLabel(tick, fifths))),
    ...outlines,
  ]);
}

/** What the lines of a chart are called, below it. */
export function chartKeys(
  keys: readonly { readonly style: 'solid' | 'dashed'; readonly name: string }[],
): Html {
  return html`<div class="keys">
    ${keys.map(({ style, name }) => html`<span><span class="key ${style}"></span>${name}</span>`)}
  </div>`;
}
