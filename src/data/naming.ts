/** What a {@link NamingRule} reads from one path. */
export interface Naming {
  /** Images and masks of one key belong together. */
  readonly key: string;
  /** Which part of the mask this file is, where several files make one mask: `'left'`, `'right'`. */
  readonly part?: string | undefined;
}

/**
 * Reads from a path which images and masks belong together, for {@link pairByName}: the path and its role, to a
 * key (and a part), or undefined when the path does not follow the rule. A rule of one's own is a function.
 */
export type NamingRule = (path: string, role: 'image' | 'mask') => Naming | undefined;

/**
 * The name of a file without folders (`/` or `\`) and without its last extension.
 *
 * @example
 * ```ts
 * import { stemOf } from 'hilum';
 *
 * stemOf('C:\\xray\\CHNCXR_0001_0.PNG'); // 'CHNCXR_0001_0'
 * ```
 */
export function stemOf(path: string): string {
  return path.replace(/^.*[/\\]/s, '').replace(/(?<=.)\.[^.]*$/s, '');
}

/**
 * The plainest rule: image and mask have one name, in two folders; extensions may differ.
 *
 * @example
 * ```ts
 * import { pairByName, sameNames } from 'hilum';
 *
 * pairByName(['images/a.jpg'], ['masks/a.png'], sameNames).pairs.length; // 1
 * ```
 */
export const sameNames: NamingRule = (path) => ({ key: stemOf(path) });

/**
 * The original release of Montgomery County: each image has two masks of its own name, in a folder of left and
 * one of right lungs (`leftMask/`, `rightMask/`). They become the parts `left` and `right`, to be united.
 *
 * @example
 * ```ts
 * import { montgomeryNames, pairByName } from 'hilum';
 *
 * const masks = ['leftMask/MCUCXR_0001_0.png', 'rightMask/MCUCXR_0001_0.png'];
 * pairByName(['CXR_png/MCUCXR_0001_0.png'], masks, montgomeryNames).pairs[0]?.masks; // both
 * ```
 */
export const montgomeryNames: NamingRule = (path, role) => ({
  key: stemOf(path),
  part: role === 'mask' ? /(left|right)[^/\\]*[/\\][^/\\]*$/i.exec(path)?.[1]?.toLowerCase() : undefined,
});

/**
 * The masks of the Shenzhen set: `NAME_mask.png` belongs to `NAME.png`. A mask of another name follows no rule.
 *
 * @example
 * ```ts
 * import { pairByName, shenzhenNames } from 'hilum';
 *
 * pairByName(['CHNCXR_0001_0.png'], ['CHNCXR_0001_0_mask.png'], shenzhenNames).pairs.length; // 1
 * ```
 */
export const shenzhenNames: NamingRule = (path, role) =>
  role === 'mask' && !maskSuffix.test(stemOf(path)) ? undefined : mergedNames(path, role);

/**
 * The public collection that merges both: masks of Shenzhen end in `_mask`, masks of Montgomery are named like
 * their image, each of both lungs.
 *
 * @example
 * ```ts
 * import { mergedNames, pairByName } from 'hilum';
 *
 * const images = ['CXR_png/CHNCXR_0001_0.png', 'CXR_png/MCUCXR_0001_0.png', 'CXR_png/CHNCXR_0002_0.png'];
 * const masks = ['masks/CHNCXR_0001_0_mask.png', 'masks/MCUCXR_0001_0.png'];
 * pairByName(images, masks, mergedNames).imagesWithoutMask; // the third
 * ```
 */
export const mergedNames: NamingRule = (path, role) => {
  const stem = stemOf(path);
  return { key: role === 'mask' ? stem.replace(maskSuffix, '') : stem };
};

const maskSuffix = /_mask$/i;
// CHNCXR_0001_0 and MCUCXR_0001_0: collection, patient, finding.
const collectionName = /^((CHN|MCU)CXR_\d+)_([01])(_mask)?$/i;
const jsrtName = /^JPC[LN]N\d+$/i;

/**
 * The patient of a file of the Montgomery or Shenzhen set: `CHNCXR_0001` of `CHNCXR_0001_0.png`, its mask alike.
 * For any other name the whole stem: each file a patient of its own, which is only right if it is so.
 *
 * @example
 * ```ts
 * import { patientOf } from 'hilum';
 *
 * patientOf('masks/CHNCXR_0001_0_mask.png'); // 'CHNCXR_0001'
 * ```
 */
export function patientOf(path: string): string {
  const stem = stemOf(path);
  return collectionName.exec(stem)?.[1]?.toUpperCase() ?? stem;
}

/**
 * The set a file comes from, by its name (`CHNCXR_…`, `MCUCXR_…`, `JPCLN…` and `JPCNN…`), or undefined for any other.
 *
 * @example
 * ```ts
 * import { sourceOf } from 'hilum';
 *
 * sourceOf('CXR_png/MCUCXR_0001_0.png'); // 'Montgomery'
 * ```
 */
export function sourceOf(path: string): 'JSRT' | 'Montgomery' | 'Shenzhen' | undefined {
  const stem = stemOf(path);
  if (jsrtName.test(stem)) return 'JSRT';
  const set = collectionName.exec(stem)?.[2]?.toUpperCase();
  return set === 'CHN' ? 'Shenzhen' : set === 'MCU' ? 'Montgomery' : undefined;
}

/**
 * The finding in the name of a file of the Montgomery or Shenzhen set: 0 normal, 1 tuberculosis, or undefined for
 * any other.
 *
 * @example
 * ```ts
 * import { labelOf } from 'hilum';
 *
 * labelOf('CXR_png/CHNCXR_0327_1.png'); // 1
 * ```
 */
export function labelOf(path: string): 0 | 1 | undefined {
  const digit = collectionName.exec(stemOf(path))?.[3];
  return digit === undefined ? undefined : digit === '1' ? 1 : 0;
}
