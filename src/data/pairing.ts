import { checkType } from '../core/check';
import type { Naming, NamingRule } from './naming';

/** One image and the files of its mask. */
export interface Pair {
  /** The key that the rule gave to all of them. */
  readonly name: string;
  readonly image: string;
  /** One path, or one for each part in alphabetical order (`unite` or `stackMasks` joins them). */
  readonly masks: readonly string[];
  /** What each of the masks shows, where the rule names parts: `['left', 'right']`. */
  readonly parts?: readonly string[];
}

/** Files of one key that cannot be paired without a guess. */
export interface Ambiguity {
  readonly name: string;
  readonly images: readonly string[];
  readonly masks: readonly string[];
  /** What is wrong, in words. */
  readonly reason: string;
}

/** What became of each path: every one of them is found here exactly once. */
export interface Pairing {
  pairs: Pair[];
  imagesWithoutMask: string[];
  masksWithoutImage: string[];
  ambiguous: Ambiguity[];
}

/**
 * Finds the mask of each image by name, from paths alone; no file is opened.
 *
 * Images and masks to which the rule gives one key are a pair. Nothing is lost: images without a mask, masks
 * without an image (and paths that do not follow the rule) are listed, and keys with two images, two files for one
 * part of a mask, or a part missing that other masks have, are ambiguous. Everything keeps the order of the
 * lists; a path given twice counts once.
 *
 * @param images paths of images
 * @param masks paths of masks
 * @param rule {@link sameNames}, {@link mergedNames}, {@link shenzhenNames}, {@link montgomeryNames}, or your own
 * @throws TypeError when `rule` is not a function
 * @example
 * ```ts
 * import { pairByName } from 'hilum';
 *
 * // A rule of one's own: masks are called seg-NAME.png.
 * const rule = (path: string) => ({ key: path.replace(/^.*\//, '').replace('seg-', '') });
 * const { pairs, imagesWithoutMask } = pairByName(['x/a.png', 'x/b.png'], ['y/seg-a.png'], rule);
 * pairs; // [{ name: 'a.png', image: 'x/a.png', masks: ['y/seg-a.png'] }]
 * imagesWithoutMask; // ['x/b.png']
 * ```
 */
export function pairByName(images: readonly string[], masks: readonly string[], rule: NamingRule): Pairing {
  checkType(
    typeof rule === 'function',
    `pairByName: rule must be a function such as mergedNames, got ${typeof rule}.`,
  );
  const pairing: Pairing = { pairs: [], imagesWithoutMask: [], masksWithoutImage: [], ambiguous: [] };
  const groups = new Map<string, Group>();
  const parts = new Set<string>();
  const sort = (paths: readonly string[], role: 'image' | 'mask', leftover: string[]): void => {
    for (const path of new Set(paths)) {
      const naming = rule(path, role);
      if (!naming) {
        leftover.push(path);
        continue;
      }
      let group = groups.get(naming.key);
      if (!group) groups.set(naming.key, (group = { images: [], masks: [] }));
      if (role === 'image') group.images.push(path);
      else {
        group.masks.push({ path, part: naming.part });
        if (naming.part !== undefined) parts.add(naming.part);
      }
    }
  };
  sort(images, 'image', pairing.imagesWithoutMask);
  sort(masks, 'mask', pairing.masksWithoutImage);

  for (const [name, group] of groups) {
    const paths = group.masks.map(({ path }) => path);
    if (paths.length === 0) pairing.imagesWithoutMask.push(...group.images);
    else if (group.images.length === 0) pairing.masksWithoutImage.push(...paths);
    else {
      const reason = reasonAgainst(group, parts);
      if (reason) pairing.ambiguous.push({ name, images: group.images, masks: paths, reason });
      else {
        const ordered = [...group.masks].sort((a, b) => ((a.part ?? '') < (b.part ?? '') ? -1 : 1));
        const ofParts = ordered.flatMap(({ part }) => part ?? []);
        pairing.pairs.push({
          name,
          image: group.images[0]!,
          masks: ordered.map(({ path }) => path),
          ...(ofParts.length > 0 ? { parts: ofParts } : {}),
        });
      }
    }
  }
  return pairing;
}

interface Group {
  readonly images: string[];
  readonly masks: { readonly path: string; readonly part: Naming['part'] }[];
}

/** Why this group is no pair, or undefined when it is one. */
function reasonAgainst({ images, masks }: Group, parts: ReadonlySet<string>): string | undefined {
  if (images.length > 1) return `${images.length} images of one name: ${images.join(', ')}`;
  const found = new Set(masks.map(({ part }) => part));
  if (found.size < masks.length || (found.has(undefined) && found.size > 1)) {
    return `${masks.length} masks of one name: ${masks.map(({ path }) => path).join(', ')}`;
  }
  const missing = [...parts].filter((part) => !found.has(part)).sort();
  // A mask without parts is whole.
  return missing.length === 0 || found.has(undefined) ? undefined : `no mask of part ${missing.join(', ')}`;
}
