import { check } from '../core/check';
import { createImage, type Image } from './image';
import { middleOf } from './rescale';

/**
 * Several masks of one image as the channels of one, in the order given: what a model of several structures learns.
 * Where the structures do not matter, {@link unite} makes one mask of them.
 *
 * @param masks at least one; grey, all of one size; white is inside
 * @returns a new 8-bit mask, 0 and 255, of one channel for each: `> ⌊white / 2⌋` is inside
 * @throws RangeError when there is none, or one is not grey or of another size
 * @example
 * ```ts
 * import { createImage, stackMasks } from 'hilum';
 *
 * const heart = createImage({ width: 2, height: 1, data: new Uint8Array([255, 0]) });
 * const lung = createImage({ width: 2, height: 1, data: new Uint8Array([0, 255]) });
 * stackMasks([heart, lung]).data; // 255, 0, 0, 255: heart and lung of the first pixel, then of the second
 * ```
 */
export function stackMasks(masks: readonly Image[]): Image<Uint8Array> {
  const [first] = masks;
  check(first !== undefined, 'stackMasks: masks must hold at least one mask, got none.');
  const { width, height } = first;
  const channels = masks.length;
  const data = new Uint8Array(width * height * channels);
  masks.forEach((mask, channel) => {
    check(
      mask.width === width && mask.height === height && mask.channels === 1,
      `stackMasks: masks must be grey and of one size, got ${mask.width}×${mask.height}×${mask.channels} ` +
        `beside ${width}×${height}. Use toGrey, and a resize for masks.`,
    );
    const middle = middleOf(mask);
    mask.data.forEach((value, i) => {
      if (value > middle) data[i * channels + channel] = 255;
    });
  });
  return createImage({ width, height, channels, data });
}

/**
 * A label map, in which each structure has a value of its own, as a mask of one channel for each label in the order
 * given. Pixels of other values, such as the background's 0, are in no channel.
 *
 * @param map grey, any depth
 * @param labels the values, at least one and none twice: `[1, 2]` for left and right lung
 * @returns a new 8-bit mask, 0 and 255, of `labels.length` channels
 * @throws RangeError when the map is not grey, or the labels are none or repeat
 * @example
 * ```ts
 * import { createImage, oneHotLabels } from 'hilum';
 *
 * const map = createImage({ width: 3, height: 1, data: new Uint8Array([0, 1, 2]) });
 * oneHotLabels(map, [1, 2]).data; // 0, 0, 255, 0, 0, 255
 * ```
 */
export function oneHotLabels(map: Image, labels: readonly number[]): Image<Uint8Array> {
  const { width, height, channels, data } = map;
  check(channels === 1, `oneHotLabels: map must be grey, got ${channels} channels. Use toGrey.`);
  check(
    labels.length > 0 && new Set(labels).size === labels.length,
    `oneHotLabels: labels must hold at least one value and none twice, got [${labels.join(', ')}].`,
  );
  const channelOf = new Map(labels.map((label, channel) => [label, channel]));
  const out = new Uint8Array(data.length * labels.length);
  data.forEach((value, i) => {
    const channel = channelOf.get(value);
    if (channel !== undefined) out[i * labels.length + channel] = 255;
  });
  return createImage({ width, height, channels: labels.length, data: out });
}
