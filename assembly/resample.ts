import { loadLanes, storeLanes } from './lanes';

/** Every pixel of `rows` rows of `width` pixels of C floats becomes a block of kh × kw pixels. */
export function repeatPixels(x: usize, y: usize, rows: i32, width: i32, channels: i32, kh: i32, kw: i32): void {
  const pixel = (<usize>channels) << 2;
  const line = pixel * width * kw;
  for (let r = 0; r < rows; r++) {
    const start = y;
    for (let j = 0; j < width; j++) {
      for (let k = 0; k < kw; k++) {
        for (let c = 0; c < channels; c += 4) {
          const o = (<usize>c) << 2;
          storeLanes(y + o, loadLanes(x + o, channels - c), channels - c);
        }
        y += pixel;
      }
      x += pixel;
    }
    for (let k = 1; k < kh; k++) {
      memory.copy(y, start, line);
      y += line;
    }
  }
}

/** Every block of kh × kw pixels is summed into one: the gradient of `repeatPixels`. */
export function sumPixels(dy: usize, dx: usize, rows: i32, width: i32, channels: i32, kh: i32, kw: i32): void {
  const pixel = (<usize>channels) << 2;
  const line = pixel * width * kw;
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < width; j++) {
      for (let c = 0; c < channels; c += 4) {
        const o = (<usize>c) << 2;
        let sum = f32x4.splat(0);
        for (let h = 0; h < kh; h++) {
          let p = dy + line * h + o;
          for (let k = 0; k < kw; k++) {
            sum = f32x4.add(sum, loadLanes(p, channels - c));
            p += pixel;
          }
        }
        storeLanes(dx + o, sum, channels - c);
      }
      dx += pixel;
      dy += pixel * kw;
    }
    dy += line * (kh - 1);
  }
}
