import { describe, expect, it } from 'vitest';
import { reportStyle } from '../../src/node/report-style';

/** The colours of each scheme: `:root` first, then what dark changes. */
function schemes(): Record<string, string>[] {
  const [light, dark] = [...reportStyle.matchAll(/:root \{([^}]*)\}/g)].map(({ 1: rules }) =>
    Object.fromEntries(
      [...rules!.matchAll(/--([a-z]+): (#[0-9a-f]{6})/g)].map(({ 1: name, 2: hex }) => [name!, hex!]),
    ),
  );
  return [light!, { ...light!, ...dark! }];
}

/** Contrast of two colours as WCAG 2.1 defines it, 1 to 21. */
function contrast(a: string, b: string): number {
  const [dim, bright] = [a, b].map(luminance).sort((x, y) => x - y);
  return (bright! + 0.05) / (dim! + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe('reportStyle', () => {
  it('has a light and a dark scheme, in which text has a contrast of at least 4.5 (WCAG 2.1 AA)', () => {
    for (const scheme of schemes()) {
      for (const text of ['ink', 'muted', 'accent']) {
        for (const ground of ['paper', 'card']) {
          expect(contrast(scheme[text]!, scheme[ground]!)).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });

  it('draws lines with a contrast of at least 3', () => {
    for (const { accent, second, card } of schemes()) {
      expect(contrast(accent!, card!)).toBeGreaterThanOrEqual(3);
      expect(contrast(second!, card!)).toBeGreaterThanOrEqual(3);
    }
  });

  it('loads nothing, and cannot end the style element it stands in', () => {
    expect(reportStyle).not.toMatch(/url\(|@import|<|https?:/);
  });

  it('closes every brace', () => {
    expect(reportStyle.split('{').length).toBe(reportStyle.split('}').length);
  });
});
