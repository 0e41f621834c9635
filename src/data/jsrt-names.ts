import { stemOf, type NamingRule } from './naming';

/**
 * The JSRT set with the masks of SCR: each image has a mask of its own name in a folder for each structure, `heart`,
 * `left lung`, `right lung`, `left clavicle` and `right clavicle` (a space, `_`, `-` or nothing between the words).
 * They become the parts of these names, which `readStructures` of `hilum/node` makes one channel each and
 * `readSample` unites; leave out the folders that you do not want. A mask in any other folder follows no rule.
 *
 * Source: van Ginneken, Stegmann and Loog, Medical Image Analysis 10(1), 2006, doi 10.1016/j.media.2005.02.002.
 *
 * @example
 * ```ts
 * import { jsrtNames, pairByName } from 'hilum';
 *
 * const masks = ['fold1/masks/right lung/JPCLN001.png', 'fold1/masks/left lung/JPCLN001.png'];
 * pairByName(['images/JPCLN001.png'], masks, jsrtNames).pairs[0]?.parts; // ['left lung', 'right lung']
 * ```
 */
export const jsrtNames: NamingRule = (path, role) => {
  const key = stemOf(path);
  if (role === 'image') return { key };
  const [, side, organ, heart] = structureFolder.exec(path) ?? [];
  if (heart !== undefined) return { key, part: 'heart' };
  return organ === undefined ? undefined : { key, part: `${side} ${organ}`.toLowerCase() };
};

/** The last folder of a path, where it names a structure. */
const structureFolder = /(?:^|[/\\])(?:(left|right)[ _-]?(lung|clavicle)s?|(heart))[/\\][^/\\]*$/i;
