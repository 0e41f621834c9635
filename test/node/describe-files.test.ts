import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chestPhantom, createImage, montgomeryNames, pairByName } from 'hilum';
import { describeFiles, findPairs, writeImage } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
const at = (...names: string[]) => join(folder, ...names);
const { image, mask } = chestPhantom({ seed: 1, size: 64 });
const other = chestPhantom({ seed: 2, size: 64 });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-describe-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('describeFiles', () => {
  it('looks at files as they are stored, and goes on after those that cannot be read', async () => {
    await writeImage(at('CXR_png', 'a.png'), image);
    await writeImage(
      at('masks', 'a.png'),
      createImage({ width: 8, height: 8, data: new Uint8Array(64).fill(255, 9, 30) }),
    );
    await writeImage(at('CXR_png', 'b.png'), other.image);
    await writeImage(at('CXR_png', 'c.png'), image);
    await writeImage(at('masks', 'c.png'), mask);
    await writeImage(at('masks', 'lost.png'), mask);
    await writeFile(at('CXR_png', 'd.png'), 'no picture');
    await writeImage(at('masks', 'd.png'), mask);
    const description = await describeFiles(await findPairs(folder), {
      split: (path) => (path.endsWith('c.png') ? 'test' : 'train'),
    });
    expect([description.images, description.masks, description.errors]).toEqual([3, 2, 3]);
    const told = description.problems.map(({ kind, names }) => [
      kind,
      ...names.map((name) => name.slice(-8)),
    ]);
    expect(told).toEqual([
      ['mask of another size', 'ng/a.png'],
      ['unreadable', 'ng/d.png'],
      ['leak', 'ng/a.png', 'ng/c.png'],
      ['image without mask', 'ng/b.png'],
      ['mask without image', 'lost.png'],
    ]);
    expect(description.problems[1]!.message).toContain(at('CXR_png', 'd.png'));
  });

  it('unites the masks of left and right', async () => {
    const half = (left: boolean) =>
      createImage({
        width: 4,
        height: 4,
        data: Uint8Array.from({ length: 16 }, (_, i) => (i === (left ? 5 : 6) ? 255 : 0)),
      });
    await writeImage(at('x', 'a.png'), createImage({ width: 4, height: 4, data: new Uint8Array(16) }));
    const masks = [at('leftMask', 'a.png'), at('rightMask', 'a.png')];
    await writeImage(masks[0]!, half(true));
    await writeImage(masks[1]!, half(false));
    const { rows } = await describeFiles(pairByName([at('x', 'a.png')], masks, montgomeryNames));
    expect(rows.map(({ maskShare }) => maskShare)).toEqual([2 / 16]);
  });
});
