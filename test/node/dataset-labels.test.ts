import { createImage, describeDataset } from 'hilum';
import { describe, expect, it } from 'vitest';
import { labelSection } from '../../src/node/dataset-labels';
import { Html } from '../../src/node/html';
import { textOf } from './page-text';

const flat = (name: string, value: number) => ({
  name,
  image: createImage({ width: 4, height: 4, data: new Uint8Array(16).fill(value) }),
});
const seen = (part: Html | string): string =>
  textOf(part instanceof Html ? part.text : part).replaceAll('\u00a0', ' ');
const items = [
  flat('MCUCXR_0001_0.png', 10),
  flat('MCUCXR_0002_0.png', 20),
  flat('CHNCXR_0003_0.png', 30),
  flat('CHNCXR_0004_1.png', 240),
];

describe('labelSection', () => {
  it('counts labels by source, with shares', async () => {
    const text = seen(labelSection(await describeDataset(items)));
    expect(text).toContain('Source 0 1 Images All 3 (75 %) 1 (25 %) 4');
    expect(text).toContain('Montgomery 2 (100 %) 0 (0 %) 2');
    expect(text).toContain('Shenzhen 1 (50 %) 1 (50 %) 2');
  });

  it('draws the intensities of two labels on each other', async () => {
    const part = labelSection(await describeDataset(items)) as Html;
    expect(part.text.match(/<svg/g)).toHaveLength(1);
    expect(part.text.match(/<g class="(dashed|solid) spread"/g)).toHaveLength(2);
    expect(part.text).toContain('Intensities of 1 beside those of 0');
  });

  it('cuts off what black borders would dwarf the rest with, and says so', async () => {
    const bordered = (name: string, value: number) => ({
      name,
      image: createImage({ width: 100, height: 1, data: new Uint8Array(100).fill(value, 80, 84) }),
    });
    const part = labelSection(
      await describeDataset([bordered('CHNCXR_0001_0.png', 99), bordered('CHNCXR_0002_1.png', 120)]),
    );
    expect(seen(part)).toContain(
      'Black is 96 % (0) and 96 % (1) of the pixels, white 0 % (0) and 0 % (1): more than the chart is high.',
    );
    // 4 % is the most inside, and the axis ends not far above.
    expect((part as Html).text).not.toContain('>20</text');
    expect(seen(labelSection(await describeDataset(items)))).not.toContain('more than the chart');
  });

  it('draws each of more labels on all images together', async () => {
    const names: Record<string, string> = { a: 'nodule', b: 'normal', c: 'mass' };
    const description = await describeDataset([flat('a', 0), flat('b', 100), flat('c', 200)], {
      label: (name) => names[name],
    });
    const part = labelSection(description) as Html;
    expect(part.text.match(/<svg/g)).toHaveLength(3);
    expect(part.text).toContain('Intensities of mass beside those of all');
    expect(part.text).not.toContain('NaN');
    // One source: no row of all beside it.
    expect(seen(part)).toContain('mass nodule normal Images unknown 1 (33 %) 1 (33 %) 1 (33 %) 3');
  });

  it('is left out with one label', async () => {
    expect(labelSection(await describeDataset(items.slice(0, 3)))).toBe('');
    expect(labelSection(await describeDataset([]))).toBe('');
  });
});
