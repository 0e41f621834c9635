import type { Random } from '../core/random';
import type { Image } from './image';

/** One training example: an image and the mask that belongs to it, of equal width and height. */
export interface Sample {
  /** What messages and reports call it, for instance the path of the image. */
  readonly name: string;
  readonly image: Image;
  /** One channel a class; 0 is background and the value of white is foreground. */
  readonly mask: Image;
  /** What else lies on the same pixels, by names of your own: label maps, distances, a second view. Default: none. */
  readonly targets?: Readonly<Record<string, Target>>;
}

/** Something that is moved along with image and mask. */
export interface Target {
  readonly image: Image;
  /** `'nearest'` keeps the values (labels), `'bilinear'` blends them (distances, pictures). */
  readonly interpolation: 'nearest' | 'bilinear';
}

/**
 * A change of image and mask together. It draws everything it needs from `random` first and applies it after,
 * and returns a new sample: what it was given stays as it is. Any function of this type will do.
 */
export interface Augmentation {
  (sample: Sample, random: Random): Sample;
  /** Drawing and applying apart, by which {@link compose} makes one warp of many; a function of your own needs none. */
  readonly plan?: Plan;
}

/** The two halves of an {@link Augmentation}. */
export interface Plan {
  /** Draws, whatever sample it is for. */
  draw(random: Random): Drawn;
  /** What is to be done, in order, given what was drawn. */
  changes(drawn: Drawn): readonly Change[];
}

/**
 * What an augmentation has drawn, as plain JSON: a name and its numbers, `null` where nothing happens, a list for a
 * composition.
 */
export type Drawn = null | DrawnNumbers | readonly Drawn[];

/** The numbers of one augmentation, rounded to 6 digits, so that what is printed is what was used. */
export interface DrawnNumbers {
  readonly name: string;
  readonly [number: string]: string | number | readonly number[] | readonly (readonly number[])[] | Drawn;
}

/**
 * One change: of place, for which neighbours share a warp; of each value of the image by itself, for which neighbours
 * share a table; or of the sample in any way.
 */
export type Change =
  | { readonly geometry: Geometry }
  | { readonly tone: (white: number) => (value: number) => number }
  | { readonly sample: (sample: Sample) => Sample };

/** Given the size of the source, the size of the result and where its pixels come from. */
export type Geometry = (size: Size) => { readonly size: Size; readonly from: Matrix | Displacement };

/** Sides in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Pixel (x, y) of the result comes from ((a·x + b·y + c) / w, (d·x + e·y + f) / w) with w = g·x + h·y + i; pixels are
 * counted by their centres, (0, 0) is that of the first.
 */
export type Matrix = readonly [
  ...[a: number, b: number, c: number],
  ...[d: number, e: number, f: number],
  ...[g: number, h: number, i: number],
];

/**
 * How far from itself each pixel of the result comes from, in pixels: known at the nodes of a grid that spans the image
 * from its first pixel's centre to its last one's, bilinear between them.
 */
export interface Displacement {
  /** Nodes in a row, at least 2. */
  readonly columns: number;
  /** Rows of nodes, at least 2. */
  readonly rows: number;
  /** dx, dy of each node, row by row. */
  readonly offsets: Float32Array;
}
