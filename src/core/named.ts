/**
 * `fn` under the name that `fit` and `train` show in their history. Set at run time, because minifiers rename
 * functions.
 */
export function named<F extends (...args: never[]) => unknown>(name: string, fn: F): F {
  return Object.defineProperty(fn, 'name', { value: name });
}
