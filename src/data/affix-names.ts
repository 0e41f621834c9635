import { check } from '../core/check';
import { stemOf, type NamingRule } from './naming';

/**
 * The rule of masks that are called like their image with something after it: `a_mask.png` for `a.png` by
 * `suffixNames('_mask')`. A mask that ends otherwise follows no rule. Capitals count, extensions do not.
 *
 * @param suffix before the extension, at least one character
 * @throws RangeError when `suffix` is empty
 * @example
 * ```ts
 * import { pairByName, suffixNames } from 'hilum';
 *
 * pairByName(['x/a.jpg'], ['y/a_lungs.png'], suffixNames('_lungs')).pairs.length; // 1
 * ```
 */
export function suffixNames(suffix: string): NamingRule {
  check(
    suffix !== '',
    `suffixNames: suffix must not be empty. Use sameNames for masks named like their image.`,
  );
  return (path, role) => {
    const stem = stemOf(path);
    if (role === 'image') return { key: stem };
    return stem.endsWith(suffix) ? { key: stem.slice(0, -suffix.length) } : undefined;
  };
}

/**
 * The rule of masks that are called like their image with something before it: `seg-a.png` for `a.png` by
 * `prefixNames('seg-')`. A mask that begins otherwise follows no rule. Capitals count, extensions do not.
 *
 * @param prefix at least one character
 * @throws RangeError when `prefix` is empty
 * @example
 * ```ts
 * import { pairByName, prefixNames } from 'hilum';
 *
 * pairByName(['x/a.jpg'], ['y/seg-a.png'], prefixNames('seg-')).pairs.length; // 1
 * ```
 */
export function prefixNames(prefix: string): NamingRule {
  check(
    prefix !== '',
    `prefixNames: prefix must not be empty. Use sameNames for masks named like their image.`,
  );
  return (path, role) => {
    const stem = stemOf(path);
    if (role === 'image') return { key: stem };
    return stem.startsWith(prefix) ? { key: stem.slice(prefix.length) } : undefined;
  };
}
