import { loadLanes } from './lanes';
import { transpose } from './transpose';

// The right side of a product lies in panels of 8 columns, each [k][8] and zero beyond the last column, so that the
// inner loop reads it in order.

/** The deepest panel that stays in the first-level cache beside the rows it meets: 12 kB. */
const DEPTH: i32 = 384;

/** How much of a product's inner dimension goes through at a time: equal turns, so that none is left with a little. */
export function depthPerTurn(k: i32): i32 {
  const turns = (k + DEPTH - 1) / DEPTH;
  return turns == 1 ? k : ((k + turns - 1) / turns + 7) & ~7;
}

/**
 * Panels of k × n floats stored row by row, `rowBytes` apart. Eight rows at a time: whole cache lines are written one
 * after the other, where single rows would write half lines whose addresses share few sets of the cache.
 */
export function packPanels(b: usize, rowBytes: usize, k: i32, n: i32, panels: usize): void {
  const panelBytes = (<usize>k) << 5;
  const whole = n & ~7;
  let i = 0;
  for (; i + 8 <= k; i += 8) {
    let source = b + rowBytes * (<usize>i);
    let target = panels + ((<usize>i) << 5);
    for (let j = 0; j < whole; j += 8) {
      let row = source;
      copy8(row, target);
      row += rowBytes;
      copy8(row, target + 32);
      row += rowBytes;
      copy8(row, target + 64);
      row += rowBytes;
      copy8(row, target + 96);
      row += rowBytes;
      copy8(row, target + 128);
      row += rowBytes;
      copy8(row, target + 160);
      row += rowBytes;
      copy8(row, target + 192);
      row += rowBytes;
      copy8(row, target + 224);
      source += 32;
      target += panelBytes;
    }
    for (let r: usize = 0; r < 8; r++) copyLast(source + rowBytes * r, target + (r << 5), n - whole);
  }
  for (; i < k; i++) {
    let source = b + rowBytes * (<usize>i);
    let target = panels + ((<usize>i) << 5);
    for (let j = 0; j < whole; j += 8) {
      copy8(source, target);
      source += 32;
      target += panelBytes;
    }
    copyLast(source, target, n - whole);
  }
}

// @ts-ignore: decorator
@inline
function copy8(source: usize, target: usize): void {
  v128.store(target, v128.load(source));
  v128.store(target, v128.load(source, 16), 16);
}

/** The `rest` columns of a last panel that is not full, and zeros. */
// @ts-ignore: decorator
@inline
function copyLast(source: usize, target: usize, rest: i32): void {
  if (rest == 0) return;
  v128.store(target, loadLanes(source, rest));
  v128.store(target, loadLanes(source + 16, rest - 4), 16);
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
