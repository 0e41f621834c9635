import { createImage } from 'hilum';
import { decodeImage } from 'hilum/codecs';
import { describe, expect, it } from 'vitest';
import { shownImage } from '../../src/node/shown-image';

describe('shownImage', () => {
  it('is a PNG inside of the page, at most 512 pixels long', async () => {
    const image = createImage({ width: 1024, height: 300, data: new Uint8Array(1024 * 300).fill(9) });
    const { text } = shownImage(image, 'a "picture"');
    expect(text).toContain('width="512" height="150" alt="a &#34;picture&#34;"');
    const [, data] = /src="data:image\/png;base64,([^"]+)"/.exec(text)!;
    const shown = await decodeImage(Buffer.from(data!, 'base64'), { name: 'shown' });
    expect([shown.width, shown.height, shown.data[7]]).toEqual([512, 150, 9]);
  });

  it('does not enlarge', () => {
    const image = createImage({ width: 2, height: 1, data: new Uint8Array(2) });
    expect(shownImage(image, 'a').text).toContain('width="2" height="1"');
  });
});
