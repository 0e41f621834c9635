import { loadLanes, storeLanes } from './lanes';

/**
 * y[s] = Σ x[i] over all i with ids[i] = s, for n rows of `inner` floats; a row whose id is no segment counts nowhere.
 * The gradient of gathering rows.
 */
export function segmentSum(x: usize, ids: usize, y: usize, n: i32, inner: i32, segments: i32): void {
  const row = (<usize>inner) << 2;
  memory.fill(y, 0, row * (<usize>segments));
  for (let i: usize = 0; i < <usize>n; i++) {
    const segment = load<u32>(ids + (i << 2));
    if (segment >= <u32>segments) continue;
    const source = x + row * i;
    const target = y + row * (<usize>segment);
    for (let j = 0; j < inner; j += 4) {
      const o = (<usize>j) << 2;
      const rest = inner - j;
      storeLanes(target + o, f32x4.add(loadLanes(target + o, rest), loadLanes(source + o, rest)), rest);
    }
  }
}
