import { describe, expect, it } from 'vitest';
import { runSection } from '../../src/node/report-run';
import { textOf } from './page-text';

const nothing = { settings: {}, counts: {}, skipped: [], imagesWithoutMask: [], masksWithoutImage: [] };

describe('runSection', () => {
  it('tells settings and counts in their order, and counts what was left out', () => {
    const { text } = runSection({
      ...nothing,
      settings: { model: 'resunet', size: 64, augmented: true },
      counts: { images: 12, 'held-out images': 3 },
      skipped: [{ file: 'broken.png', reason: 'the file is cut off' }],
      imagesWithoutMask: ['lonely.png', 'alone.png'],
    });
    expect(textOf(text)).toContain('model resunet size 64 augmented true');
    expect(textOf(text)).toContain(
      'images 12 held-out images 3 files skipped 1 images without a mask 2 masks without an image 0',
    );
  });

  it('names each file that was left out, with its reason', () => {
    const text = textOf(
      runSection({
        ...nothing,
        skipped: [{ file: 'broken.png', reason: 'the file is cut off' }],
        imagesWithoutMask: ['lonely.png'],
        masksWithoutImage: ['lost_mask.png', 'stray_mask.png'],
      }).text,
    );
    expect(text).toContain('Files skipped: 1 File Reason broken.png the file is cut off');
    expect(text).toContain('Images without a mask: 1 lonely.png');
    expect(text).toContain('Masks without an image: 2 lost_mask.png stray_mask.png');
  });

  it('has no lists when nothing was left out', () => {
    expect(runSection(nothing).text).not.toContain('<details');
  });
});
