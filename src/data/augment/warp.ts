import { check } from '../../core/check';
import type { Image } from '../image';
import { createImage } from '../image';
import { axis, pickPixels, pixelsLike } from '../pixels';
import type { Displacement, Geometry, Matrix, Sample, Size } from '../sample';
import { bilinearSampler, bilinearSteps, nearestSampler } from '../sampler';
import { createPieces, piecesOfRow, placesOfPieces } from './pieces';
import { changePlaces, isMatrix, multiply } from './place';
import type { Back } from './place';
import { sampleBytes, samplePieces } from './sample-bytes';
import type { Bytes } from './sample-bytes';

type Interpolation = 'nearest' | 'bilinear';

/**
 * All geometries in one warp: the place of each pixel of the result is followed back through all of them, found to 1/32
 * of a pixel, and every target is sampled there once. Outside is black. Flips and whole shifts copy pixels.
 */
export function warp(sample: Sample, geometries: readonly Geometry[]): Sample {
  const source = sample.image;
  const backs: Back[] = [];
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

  const found: Source[] = [];
  onEach(sample, (image, interpolation) => {
    found.push({ image, interpolation });
    return image;
  });
  const results = sampleRows(found, size, backs);
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

interface Source {
  readonly image: Image;
  readonly interpolation: Interpolation;
}

function sampleRows(sources: readonly Source[], { width, height }: Size, backs: readonly Back[]): Image[] {
  const results = sources.map(({ image: { channels, data } }) =>
    createImage({ width, height, channels, data: pixelsLike(data, width * height * channels) }),
  );
  const bytes = bytesOf(sources, results);
  const sample: Sampler = bytes
    ? (xs, ys, start) => sampleBytes(bytes, xs, ys, start)
    : generalSampler(sources, results, width);
  const pieces = createPieces(width);
  const [xs, ys] = [new Float64Array(width), new Float64Array(width)];
  for (let y = 0; y < height; y++) {
    const followed = piecesOfRow(backs, y, width, pieces);
    if (bytes && followed === backs.length) samplePieces(bytes, pieces, y * width);
    else {
      placesOfPieces(pieces, xs, ys);
      for (let i = backs.length - 1 - followed; i >= 0; i--)
        changePlaces(backs[i]!.from, backs[i]!.size, xs, ys);
      sample(xs, ys, y * width);
    }
  }
  return results;
}

/** Samples every source at places in pixels, into its result from pixel `start` on. */
type Sampler = (xs: Float64Array, ys: Float64Array, start: number) => void;

/** The usual sample, a grey image and its mask of 8 bits, has a faster way to the same values. */
function bytesOf(sources: readonly Source[], results: readonly Image[]): Bytes | undefined {
  if (sources.length !== 2 || sources.some(({ image }) => image.depth !== 8 || image.channels !== 1)) return;
  const { width, height } = sources[0]!.image;
  const [image, mask] = sources.map((source) => source.image.data as Uint8Array);
  const [blended, copied] = results.map(({ data }) => data as Uint8Array);
  return { width, height, image: image!, mask: mask!, blended: blended!, copied: copied! };
}

function generalSampler(sources: readonly Source[], results: readonly Image[], width: number): Sampler {
  const outputs = sources.map(({ image, interpolation }, i) => ({
    data: results[i]!.data,
    nearest: interpolation === 'nearest',
    sample: interpolation === 'nearest' ? nearestSampler(image) : bilinearSampler(image),
  }));
  const size = sources[0]!.image;
  const [fineX, fineY] = [new Int32Array(width), new Int32Array(width)];
  const [nearX, nearY] = [new Int32Array(width), new Int32Array(width)];
  return (xs, ys, start) => {
    toSteps(xs, size.width, fineX, nearX);
    toSteps(ys, size.height, fineY, nearY);
    for (const { sample, nearest, data } of outputs)
      sample(nearest ? nearX : fineX, nearest ? nearY : fineY, data, start);
  };
}

/**
 * Places in 32nds of a pixel, half rounded up, and from these in whole pixels. What is outside lies at most at −1 and
 * `size`, where all is black.
 */
function toSteps(places: Float64Array, size: number, fine: Int32Array, near: Int32Array): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    // One pixel further, where cutting off rounds down.
    const inside = (place * bilinearSteps + (bilinearSteps + 0.5)) | 0;
    const step = place <= -1 ? -bilinearSteps : place >= size ? size * bilinearSteps : inside - bilinearSteps;
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
