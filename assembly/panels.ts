import { loadLanes } from './lanes';
import { transpose } from './transpose';

// The right side of a product lies in panels of 8 columns, each [k][8] and zero beyond the last column, so that the
// inner loop reads it in order.

/** Panels of k × n floats stored row by row, `rowBytes` apart. */
export function packPanels(b: usize, rowBytes: usize, k: i32, n: i32, panels: usize): void {
  for (let j = 0; j < n; j += 8) {
    const columns = n - j;
    let source = b + ((<usize>j) << 2);
    let target = panels + ((<usize>(j * k)) << 2);
    for (let i = 0; i < k; i++) {
      v128.store(target, loadLanes(source, columns));
      v128.store(target, loadLanes(source + 16, columns - 4), 16);
      source += rowBytes;
      target += 32;
    }
  }
}

/** Panels of k × n floats stored column by column, `columnBytes` apart. */
export function packPanelsTransposed(b: usize, columnBytes: usize, k: i32, n: i32, panels: usize): void {
  for (let j = 0; j < n; j += 8) {
    const target = panels + ((<usize>(j * k)) << 2);
    const columns = min(8, n - j);
    if (columns < 8) memory.fill(target, 0, (<usize>k) << 5);
    transpose(b + columnBytes * (<usize>j), columnBytes, target, 32, columns, k);
  }
}
