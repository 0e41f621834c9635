import { chestPhantom, datasetTable, describeDataset } from 'hilum';
import { describe, expect, it } from 'vitest';

describe('datasetTable', () => {
  it('shows the numbers below each other, and three problems of each kind', async () => {
    const { image } = chestPhantom({ seed: 1, size: 64 });
    const description = await describeDataset([{ name: 'CHNCXR_0001_1.png', image }], {
      pairing: { masksWithoutImage: ['a', 'b', 'c', 'd'] },
    });
    const { mean, deviation } = description;
    expect(datasetTable(description).split('\n')).toEqual([
      'images     1',
      'masks      0',
      'sources    Shenzhen 1',
      'labels     1 1',
      'splits     unknown 1',
      'sizes      64×64 (1)',
      'kinds      8-bit grey (1)',
      `mean       ${mean.toFixed(3)} of white`,
      `deviation  ${deviation.toFixed(3)} of white`,
      'errors     0',
      'warnings   5',
      '',
      'warning: mask without image (4)',
      ...['a', 'b', 'c'].map((name) => `  ${name}: A mask that belongs to no image.`),
      '  and 1 more',
      '',
      'warning: image without mask (1)',
      '  CHNCXR_0001_1.png: An image that has no mask.',
    ]);
  });

  it('tells labels by source where there are several', async () => {
    const { image } = chestPhantom({ seed: 1, size: 64 });
    const names = ['CHNCXR_0001_1.png', 'CHNCXR_0002_0.png', 'MCUCXR_0003_1.png'];
    const table = datasetTable(await describeDataset(names.map((name) => ({ name, image }))));
    expect(table).toContain(
      ['labels        0 1, 1 2', '  Montgomery  1 1', '  Shenzhen    0 1, 1 1', 'splits'].join('\n'),
    );
  });

  it('of nothing is short', async () => {
    expect(datasetTable(await describeDataset([]))).toBe(
      'images    0\nmasks     0\nerrors    0\nwarnings  0',
    );
  });
});
