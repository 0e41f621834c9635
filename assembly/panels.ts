import { loadLanes } from './lanes';
import { transpose } from './transpose';

// The right side of a product lies in panels of 8 columns, each [k][8] and zero beyond the last column, so that the
// inner loop reads it in order.

/** Panels of k × n floats stored row by row, `rowBytes` apart. Rows outside, so that they are read in order. */
export function packPanels(b: usize, rowBytes: usize, k: i32, n: i32, panels: usize): void {
  const panelBytes = (<usize>k) << 5;
  const whole = n & ~7;
  for (let i = 0; i < k; i++) {
    let source = b + rowBytes * (<usize>i);
    let target = panels + ((<usize>i) << 5);
    for (let j = 0; j < whole; j += 8) {
      v128.store(target, v128.load(source));
      v128.store(target, v128.load(source, 16), 16);
      source += 32;
      target += panelBytes;
    }
    if (whole < n) {
      v128.store(target, loadLanes(source, n - whole));
      v128.store(target, loadLanes(source + 16, n - whole - 4), 16);
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
