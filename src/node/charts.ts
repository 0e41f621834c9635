import { chartFrame, round, tickLabel } from './chart-frame';
import { html, type Html } from './html';

const { left, top, drawing, verticalAxis, bottomLabel } = chartFrame(173);

/** A line of a chart: the value at each epoch; what is not finite leaves a gap. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
  /** Its CSS class, which gives colour and dashes. */
  readonly style: 'solid' | 'dashed';
}

/** What a line chart shows; the first of several lines lies at the bottom. */
export interface LineChartArgs {
  /** What the chart shows in words, for those who do not see it. */
  label: string;
  series: readonly Series[];
  /** Words of a value, for its tooltip. */
  format: (value: number) => string;
}

/** Lines over epochs, which count from 1, as SVG. At least one value must be finite. */
export function lineChart({ label, series, format }: LineChartArgs): Html {
  const epochs = Math.max(...series.map(({ values }) => values.length));
  const finite = series.flatMap(({ values }) => values.filter(Number.isFinite));
  const ticks = niceTicks(Math.min(...finite), Math.max(...finite), 4);
  const x = (epoch: number): number => left(epochs === 1 ? 0.5 : (epoch - 1) / (epochs - 1));
  const y = (value: number): number => top((value - ticks[0]!) / (ticks.at(-1)! - ticks[0]!));
  const epochTicks = niceTicks(1, Math.max(2, epochs), 6, 1).filter((tick) => tick >= 1 && tick <= epochs);
  const lines = series.map(({ name, values, style }) => {
    const points = values.flatMap((value, at) =>
      Number.isFinite(value) ? [{ epoch: at + 1, value, moves: !Number.isFinite(values[at - 1]) }] : [],
    );
    const path = points.map(
      ({ epoch, value, moves }) => `${moves ? 'M' : 'L'}${round(x(epoch))},${round(y(value))}`,
    );
    // Dots carry the tooltips; on long runs they shrink so that the line stays a line.
    const dots = points.map(
      ({ epoch, value }) =>
        html`<circle cx="${round(x(epoch))}" cy="${round(y(value))}" r="${epochs > 40 ? 1 : 2.4}"
          ><title>epoch ${epoch}, ${name}: ${format(value)}</title></circle
        >`,
    );
    return html`<g class="${style}"><path d="${path.join('')}" />${dots}</g>`;
  });
  return drawing(label, 'epoch', [
    verticalAxis(ticks, y),
    ...epochTicks.map((tick) => bottomLabel(x(tick), String(tick))),
    ...lines,
  ]);
}

/** What a histogram counts. */
export interface HistogramArgs {
  label: string;
  /** Words below the chart. */
  xTitle: string;
  /** Scores from 0 to 1; at least one. */
  values: readonly number[];
}

/** How many scores lie where, from the lowest to 1, as SVG. */
export function histogram({ label, xTitle, values }: HistogramArgs): Html {
  const lowest = Math.min(...values);
  // The finest bins of which there are not too many to read.
  const perUnit = [200, 100, 50, 20].find((bins) => (1 - lowest) * bins <= 25) ?? 20;
  const first = Math.min(Math.floor(lowest * perUnit + 1e-9), perUnit - 5);
  const counts = new Array<number>(perUnit - first).fill(0);
  // The last bin holds 1 too.
  for (const value of values) {
    counts[Math.min(Math.floor(value * perUnit + 1e-9), perUnit - 1) - first]!++;
  }
  const ticks = niceTicks(0, Math.max(...counts), 4, 1);
  const y = (count: number): number => top(count / ticks.at(-1)!);
  const x = (bin: number): number => left((bin - first) / counts.length);
  const bars = counts.map((count, at) => {
    const [from, to] = [x(first + at) + 1, x(first + at + 1) - 1];
    const range = `${(first + at) / perUnit} to ${(first + at + 1) / perUnit}`;
    return html`<rect
      x="${round(from)}"
      y="${round(y(count))}"
      width="${round(to - from)}"
      height="${round(y(0) - y(count))}"
      ><title>${range}: ${count}</title></rect
    >`;
  });
  const labels = niceTicks(first / perUnit, 1, 5).filter((tick) => tick >= first / perUnit && tick <= 1);
  return drawing(label, xTitle, [
    verticalAxis(ticks, y),
    ...labels.map((tick) => bottomLabel(x(tick * perUnit), tickLabel(tick, labels))),
    html`<g class="bars">${bars}</g>`,
  ]);
}

/**
 * Round numbers, about `count` of them and at least `smallest` apart, from at or below `min` to at or above `max`.
 */
export function niceTicks(min: number, max: number, count: number, smallest = 0): number[] {
  // A flat line gets room above and below.
  const spread = max > min ? max - min : Math.abs(min) || 1;
  const [low, high] = max > min ? [min, max] : [min - spread / 2, max + spread / 2];
  const power = 10 ** Math.floor(Math.log10(spread / count));
  const error = spread / count / power;
  const step = Math.max(smallest, power * (error >= 7 ? 10 : error >= 3.2 ? 5 : error >= 1.4 ? 2 : 1));
  const ticks: number[] = [];
  // A hair of tolerance, so that a limit that is a tick does not get another one beyond it.
  const last = Math.ceil(high / step - 1e-6);
  for (let at = Math.floor(low / step + 1e-6); at <= last; at++) {
    ticks.push(Number((at * step).toPrecision(12)));
  }
  return ticks;
}
