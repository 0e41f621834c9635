import { createImage, type Image } from 'hilum';
import { decodePng } from 'hilum/codecs';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/node/html';
import { exampleSection, type ReportExample } from '../../src/node/report-examples';
import { textOf } from './page-text';

const dark = createImage({ width: 2, height: 2, channels: 3, data: new Uint8Array(12).fill(7) });
const section = (...args: Parameters<typeof exampleSection>): string => html`${exampleSection(...args)}`.text;

/** The first picture of a page. */
function pictureOf(page: string): Image {
  const [, base64] = /data:image\/png;base64,([^"]*)/.exec(page)!;
  return decodePng(new Uint8Array(Buffer.from(base64!, 'base64')));
}

describe('exampleSection', () => {
  it('shows the 12 worst and the 12 best, each with name and Dice', () => {
    const examples = Array.from({ length: 500 }, (_, at): ReportExample => ({
      name: `image-${at}.png`,
      dice: at / 500,
      image: dark,
    }));
    const page = section(examples);
    const shown = [...page.matchAll(/alt="Overlay of ([^"]*)"/g)].map((match) => match[1]!);
    const names = (from: number, step: number): string[] =>
      Array.from({ length: 12 }, (_, at) => `image-${from + step * at}.png`);
    expect(shown).toEqual([...names(0, 1), ...names(499, -1)]);
    expect(textOf(page)).toContain('Worst 0.000 image-0.png 0.002 image-1.png');
    expect(textOf(page)).toContain('Best 0.998 image-499.png');
  });

  it('shows a single image as the best alone', () => {
    const text = textOf(section([{ name: 'a.png', dice: 0.5, image: dark }]));
    expect(text).toContain('Best 0.500 a.png');
    expect(text).not.toContain('Worst');
  });

  it('tells what the colours mean, in the words of the caller where there are some', () => {
    const examples = [{ name: 'a.png', dice: 0.5, image: dark }];
    expect(textOf(section(examples))).toContain('outlined in blue');
    expect(textOf(section(examples, 'Red is wrong.'))).toContain('Red is wrong. Below each is its Dice.');
  });

  it('holds pictures that decode to what was given', () => {
    expect(pictureOf(section([{ name: 'a.png', dice: 0.5, image: dark }]))).toEqual(dark);
  });

  it('shrinks large pictures to 512 pixels and keeps their shape', () => {
    const large = createImage({ width: 1024, height: 600, data: new Uint8Array(1024 * 600).fill(9) });
    const page = section([{ name: 'large.png', dice: 0.5, image: large }]);
    expect(page).toMatch(/<img\s[^>]*width="512"\s+height="300"/);
    const shown = pictureOf(page);
    expect(shown).toMatchObject({ width: 512, height: 300, channels: 1 });
    expect(shown.data.every((value) => value === 9)).toBe(true);
  });

  it('never shrinks a side to nothing', () => {
    const strip = createImage({ width: 2000, height: 1, data: new Uint8Array(2000) });
    const { width, height } = pictureOf(section([{ name: 'strip.png', dice: 0.5, image: strip }]));
    expect([width, height]).toEqual([512, 1]);
  });

  it('is nothing without examples', () => {
    expect(exampleSection([])).toBe('');
  });
});
