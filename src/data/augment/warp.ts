import { check } from '../../core/check';
import type { Image } from '../image';
import { createImage } from '../image';
import { axis, pickPixels, pixelsLike } from '../pixels';
import type { Displacement, Geometry, Matrix, Sample, Size } from '../sample';
import type { RowSampler } from '../sampler';
import { bilinearSampler, bilinearSteps, nearestSampler } from '../sampler';
import { changePlaces, isMatrix, multiply, placesOfRow } from './place';
import { bilinearBytes, nearestBytes } from './sample-bytes';

type Interpolation = 'nearest' | 'bilinear';

/**
 * All geometries in one warp: the place of each pixel of the result is followed back through all of them, found to 1/32
 * of a pixel, and every target is sampled there once. Outside is black. Flips and whole shifts copy pixels.
 */
export function warp(sample: Sample, geometries: readonly Geometry[]): Sample {
  const source = sample.image;
  const backs: { readonly from: Matrix | Displacement; readonly size: Size }[] = [];
  let size: Size = { width: source.width, height: source.height };
  for (const geometry of geometries) {
    const next = geometry(size);
    const before = backs.at(-1);
    size = next.size;
    if (before && isMatrix(before.from) && isMatrix(next.from))
      backs[backs.length - 1] = { from: multiply(before.from, next.from), size };
    else backs.push({ from: next.from, size });
  }

  const last = backs.at(-1)!;
  const only = last.from;
  if (backs.length === 1 && isCopy(only)) {
    const columns = axis(size.width, inside(only[0], only[2], source.width));
    const rows = axis(size.height, inside(only[4], only[5], source.height));
    return onEach(sample, (image) => pickPixels(image, columns, rows));
  }

  const found: { readonly image: Image; readonly interpolation: Interpolation; result?: Image }[] = [];
  onEach(sample, (image, interpolation) => {
    found.push({ image, interpolation });
    return image;
  });
  const results = sampleRows(found, size, (y, xs, ys) => {
    placesOfRow(last.from, last.size, y, xs, ys);
    for (let i = backs.length - 2; i >= 0; i--) changePlaces(backs[i]!.from, backs[i]!.size, xs, ys);
  });
  return onEach(sample, () => results.shift()!);
}

/** Another sample of image, mask and targets changed one after another. */
function onEach(sample: Sample, change: (image: Image, interpolation: Interpolation) => Image): Sample {
  const { image, mask, targets } = sample;
  const changed = (name: string, target: Image, interpolation: Interpolation): Image => {
    check(
      target.width === image.width && target.height === image.height,
      `augment: ${name} must have the size of the image, got [${target.height}, ${target.width}] and [${image.height}, ${image.width}] (${sample.name}). Resize it first.`,
    );
    return change(target, interpolation);
  };
  return {
    ...sample,
    image: changed('image', image, 'bilinear'),
    mask: changed('mask', mask, 'nearest'),
    ...(targets && {
      targets: Object.fromEntries(
        Object.entries(targets).map(([name, { image: target, interpolation }]) => [
          name,
          { image: changed(name, target, interpolation), interpolation },
        ]),
      ),
    }),
  };
}

function sampleRows(
  sources: readonly { readonly image: Image; readonly interpolation: Interpolation }[],
  { width, height }: Size,
  placesOf: (y: number, xs: Float64Array, ys: Float64Array) => void,
): Image[] {
  const outputs = sources.map(({ image, interpolation }) => ({
    image,
    data: pixelsLike(image.data, width * height * image.channels),
    nearest: interpolation === 'nearest',
    sample: samplerOf(image, interpolation),
  }));
  const [xs, ys] = [new Float64Array(width), new Float64Array(width)];
  const [fineX, fineY] = [new Int32Array(width), new Int32Array(width)];
  const [nearX, nearY] = [new Int32Array(width), new Int32Array(width)];
  for (let y = 0; y < height; y++) {
    placesOf(y, xs, ys);
    toSteps(xs, fineX, nearX);
    toSteps(ys, fineY, nearY);
    for (const { sample, nearest, data } of outputs)
      sample(nearest ? nearX : fineX, nearest ? nearY : fineY, data, y * width);
  }
  return outputs.map(({ image: { channels }, data }) => createImage({ width, height, channels, data }));
}

function samplerOf(image: Image, interpolation: Interpolation): RowSampler {
  const { width, height, data } = image;
  if (data instanceof Uint8Array && image.channels === 1)
    return interpolation === 'nearest'
      ? nearestBytes({ width, height, data })
      : bilinearBytes({ width, height, data });
  return interpolation === 'nearest' ? nearestSampler(image) : bilinearSampler(image);
}

/** Places in 32nds of a pixel, half rounded up, and from these in whole pixels; what is far away stays far away. */
function toSteps(places: Float64Array, fine: Int32Array, near: Int32Array): void {
  for (let i = 0; i < places.length; i++) {
    const place = Math.min(Math.max(places[i]!, -1e6), 1e6) * bilinearSteps;
    // Above 0 cutting off rounds down.
    const step = ((place + 2 ** 25 + 0.5) | 0) - 2 ** 25;
    fine[i] = step;
    near[i] = (step + bilinearSteps / 2) >> 5;
  }
}

/** Whether pixels are only mirrored and shifted by whole ones. */
function isCopy(from: Matrix | Displacement): from is Matrix {
  if (!isMatrix(from)) return false;
  const [a, b, c, d, e, f, g, h, i] = from;
  const isSign = Math.abs(a) === 1 && Math.abs(e) === 1;
  return isSign && b === 0 && d === 0 && g === 0 && h === 0 && i === 1 && c % 1 === 0 && f % 1 === 0;
}

const inside = (sign: number, start: number, size: number) => (i: number) => {
  const place = sign * i + start;
  return place >= 0 && place < size ? place : -1;
};
