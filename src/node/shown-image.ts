import { encodePng } from '../codecs/encode-png';
import type { Image } from '../data/image';
import { resizeArea } from '../data/resize-area';
import { html, type Html } from './html';

/** Pictures are shown small: larger ones are shrunk to this, so that a report stays a few megabytes. */
const longestSide = 512;

/** A picture inside of the page, as PNG data. */
export function shownImage(image: Image, alt: string): Html {
  const factor = Math.min(1, longestSide / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  const png = encodePng(resizeArea(image, { width, height }));
  const data = Buffer.from(png).toString('base64');
  return html`<img src="data:image/png;base64,${data}" width="${width}" height="${height}" alt="${alt}" />`;
}
