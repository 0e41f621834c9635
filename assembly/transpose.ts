import { loadLanes, storeLanes } from './lanes';

/** dst[j][i] = src[i][j] for `rows` × `columns` floats; the strides between rows are in bytes. */
export function transpose(src: usize, srcStride: usize, dst: usize, dstStride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i += 4) {
    const n = rows - i;
    // Rows beyond the end repeat the last one: they are loaded and never stored.
    const r0 = src + srcStride * (<usize>i);
    const r1 = r0 + (n > 1 ? srcStride : 0);
    const r2 = r1 + (n > 2 ? srcStride : 0);
    const r3 = r2 + (n > 3 ? srcStride : 0);
    for (let j = 0; j < columns; j += 4) {
      const m = columns - j;
      const o = (<usize>j) << 2;
      const a = loadLanes(r0 + o, m);
      const b = loadLanes(r1 + o, m);
      const c = loadLanes(r2 + o, m);
      const d = loadLanes(r3 + o, m);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const q = dst + dstStride * (<usize>j) + ((<usize>i) << 2);
      storeLanes(q, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), n);
      if (m > 1) storeLanes(q + dstStride, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), n);
      if (m > 2) storeLanes(q + dstStride * 2, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5), n);
      if (m > 3) storeLanes(q + dstStride * 3, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7), n);
    }
  }
}
