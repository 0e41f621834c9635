import { html, type Html } from './html';

/** Charts are this wide inside, and as wide as there is room for when shown. */
const width = 380;
const margin = { left: 52, right: 14, top: 10, bottom: 42 };
/** The width of what lies within the axes; as high as this, a chart is square. */
export const plotWidth = width - margin.left - margin.right;

/** What stands around the drawing of every chart, and where in it a share of the width and the height lies. */
export interface ChartFrame {
  /** The place of a share of the width, from left to right. */
  left: (fraction: number) => number;
  /** The place of a share of the height, from the bottom up. */
  top: (fraction: number) => number;
  /**
   * The whole chart.
   *
   * @param label what it shows in words, for those who do not see it
   */
  drawing: (label: string, xTitle: string, parts: readonly Html[]) => Html;
  /** Lines across, with their numbers at the left; `y` as {@link ChartFrame.top} gives it. */
  verticalAxis: (ticks: readonly number[], y: (value: number) => number) => Html;
  bottomLabel: (x: number, words: string) => Html;
}

/** A frame around a plot of this height, in the units in which {@link plotWidth} is the width. */
export function chartFrame(plotHeight: number): ChartFrame {
  const shape = plotHeight === plotWidth ? 'chart square' : 'chart';
  const height = plotHeight + margin.top + margin.bottom;
  return {
    left: (fraction) => margin.left + fraction * plotWidth,
    top: (fraction) => margin.top + (1 - fraction) * plotHeight,
    drawing: (label, xTitle, parts) =>
      html`<svg
        class="${shape}"
        role="img"
        aria-label="${label}"
        viewBox="0 0 ${width} ${height}"
        xmlns="http://www.w3.org/2000/svg"
      >
        ${parts}
        <text class="axis" x="${margin.left + plotWidth / 2}" y="${height - 4}" text-anchor="middle">
          ${xTitle}
        </text>
      </svg>`,
    verticalAxis: (ticks, y) => {
      const lines = ticks.map(
        (tick) =>
          html`<line
              x1="${margin.left}"
              x2="${width - margin.right}"
              y1="${round(y(tick))}"
              y2="${round(y(tick))}"
            /><text x="${margin.left - 7}" y="${round(y(tick) + 4)}" text-anchor="end"
              >${tickLabel(tick, ticks)}</text
            >`,
      );
      return html`<g class="grid">${lines}</g>`;
    },
    bottomLabel: (x, words) =>
      html`<text x="${round(x)}" y="${height - margin.bottom + 16}" text-anchor="middle">${words}</text>`,
  };
}

/** Every tick of an axis with as many decimals as the one that needs most. */
export function tickLabel(tick: number, ticks: readonly number[]): string {
  const decimals = Math.max(...ticks.map((other) => String(other).split('.')[1]?.length ?? 0));
  return decimals > 4 ? String(tick) : tick.toFixed(decimals);
}

/** As many digits as a place in a chart needs. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
