import { chestPhantom, createImage, describeDataset, resizeArea, type DatasetItem } from 'hilum';
import { describe, expect, it } from 'vitest';

const phantom = (name: string, seed: number): DatasetItem => ({ ...chestPhantom({ seed, size: 64 }), name });
const first = phantom('MCUCXR_0001_0.png', 1);
const items: DatasetItem[] = [
  first,
  phantom('CHNCXR_0002_1.png', 2),
  { name: 'other.png', image: resizeArea(first.image, { width: 48, height: 48 }) },
];

describe('describeDataset', () => {
  it('counts by source, label and split, sizes and kinds', async () => {
    const { rows, problems, ...rest } = await describeDataset(items, {
      split: (name) => (name.startsWith('M') ? 'train' : undefined),
    });
    expect(rest).toMatchObject({
      images: 3,
      masks: 2,
      sources: { Montgomery: 1, Shenzhen: 1, unknown: 1 },
      labels: { 0: 1, 1: 1, unknown: 1 },
      splits: { train: 1, unknown: 2 },
      sizes: [
        { size: '64×64', images: 2 },
        { size: '48×48', images: 1 },
      ],
      kinds: [{ kind: '8-bit grey', images: 3 }],
      errors: 0,
    });
    expect(rows.map(({ name, group }) => [name, group])).toEqual([
      ['MCUCXR_0001_0.png', 'MCUCXR_0001'],
      ['CHNCXR_0002_1.png', 'CHNCXR_0002'],
      ['other.png', undefined],
    ]);
    expect(problems.map(({ kind, names }) => [kind, ...names])).toEqual([
      ['image without mask', 'other.png'],
      ['near duplicate', 'MCUCXR_0001_0.png', 'other.png'],
    ]);
    const shares = rows.flatMap(({ maskShare }) => maskShare ?? []);
    expect(rest.maskShare.mean).toBeCloseTo((shares[0]! + shares[1]!) / 2, 12);
    expect([rest.maskShare.lowest, rest.maskShare.highest]).toEqual([...shares].sort());
  });

  it('counts labels by source, and spreads intensities by label, images weighing the same', async () => {
    const flat = (name: string, size: number, value: number) => ({
      name,
      image: createImage({ width: size, height: size, data: new Uint8Array(size * size).fill(value) }),
    });
    const { labelsBySource, intensities } = await describeDataset([
      flat('MCUCXR_0001_0.png', 1, 0),
      flat('CHNCXR_0002_0.png', 9, 255),
      flat('CHNCXR_0003_1.png', 2, 128),
      flat('other.png', 2, 4),
    ]);
    expect(labelsBySource).toEqual({
      Montgomery: { 0: 1 },
      Shenzhen: { 0: 1, 1: 1 },
      unknown: { unknown: 1 },
    });
    const filled = (shares: Record<number, number>) =>
      Array.from({ length: 64 }, (_, bin) => shares[bin] ?? 0);
    expect(intensities).toEqual({
      0: filled({ 0: 0.5, 63: 0.5 }),
      1: filled({ 32: 1 }),
      unknown: filled({ 1: 1 }),
    });
  });

  it('misses no masks in a collection that has none', async () => {
    const bare = items.map(({ name, image }) => ({ name, image }));
    expect((await describeDataset(bare.slice(0, 2))).problems).toEqual([]);
    const pairing = { masksWithoutImage: ['mask.png'] };
    expect((await describeDataset(bare.slice(0, 2), { pairing })).problems.map(({ kind }) => kind)).toEqual([
      'mask without image',
      'image without mask',
      'image without mask',
    ]);
  });

  it('gives mean and deviation over images of equal weight', async () => {
    const flat = (name: string, size: number, value: number) => ({
      name,
      image: createImage({ width: size, height: size, data: new Uint8Array(size * size).fill(value) }),
    });
    // By hand: means 0, 0 and 1 give 1/3 and √(2/9).
    const { mean, deviation } = await describeDataset([flat('a', 1, 0), flat('b', 9, 0), flat('c', 3, 255)]);
    expect(mean).toBeCloseTo(1 / 3, 12);
    expect(deviation).toBeCloseTo(Math.sqrt(2 / 9), 12);
  });

  it('calls a leak across a split an error, and puts errors first', async () => {
    const { problems, errors } = await describeDataset(items, {
      split: (name) => (name === 'other.png' ? 'test' : 'train'),
    });
    expect(errors).toBe(1);
    expect(problems[0]).toEqual({
      severity: 'error',
      kind: 'leak',
      names: ['MCUCXR_0001_0.png', 'other.png'],
      message: '2 images that look alike in train and test.',
    });
  });

  it('takes one item at a time, and files that could not be read', async () => {
    let given = 0;
    async function* read() {
      for (const item of items) {
        given++;
        yield await Promise.resolve(item);
      }
      yield { path: 'broken.png', error: new Error('The file is cut off.') };
    }
    const description = await describeDataset(read(), {
      pairing: { imagesWithoutMask: ['other.png'], masksWithoutImage: ['lost_mask.png'] },
    });
    expect(given).toBe(3);
    expect(description.images).toBe(3);
    // The image that pairing told of is not told of twice.
    expect(description.problems.map(({ kind, names }) => [kind, ...names])).toEqual([
      ['unreadable', 'broken.png'],
      ['image without mask', 'other.png'],
      ['mask without image', 'lost_mask.png'],
      ['near duplicate', 'MCUCXR_0001_0.png', 'other.png'],
    ]);
  });

  it('is plain data', async () => {
    const description = await describeDataset(items);
    expect(JSON.parse(JSON.stringify(description))).toMatchObject({
      images: 3,
      rows: [{ width: 64 }, {}, {}],
    });
  });

  it('describes nothing', async () => {
    const { images, mean, problems } = await describeDataset([]);
    expect([images, mean, problems]).toEqual([0, NaN, []]);
  });

  it('refuses a range that is none', async () => {
    await expect(describeDataset([], { shareRange: [0.6, 0.5] })).rejects.toThrow(
      'describeDataset: shareRange[0] must be between 0 and 0.5, got 0.6.',
    );
  });
});
