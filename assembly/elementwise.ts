import { add, loadLanes, storeLanes } from './lanes';

/** y[i] = a[i] + b[i] over n floats; y may be a or b. */
export function addInto(a: usize, b: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const o = (<usize>i) << 2;
    storeLanes(y + o, add(loadLanes(a + o, n - i), loadLanes(b + o, n - i)), n - i);
  }
}
