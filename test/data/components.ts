/** Sizes of the connected components (4 neighbours) of the pixels that are not 0, largest first. */
export function componentSizes(mask: Uint8Array, width: number): number[] {
  const left = Uint8Array.from(mask);
  const sizes: number[] = [];
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    let size = 0;
    const open = [start];
    left[start] = 0;
    for (let p = open.pop(); p !== undefined; p = open.pop()) {
      size++;
      const around = [p - width, p + width];
      if (p % width > 0) around.push(p - 1);
      if (p % width < width - 1) around.push(p + 1);
      for (const next of around)
        if (left[next]) {
          left[next] = 0;
          open.push(next);
        }
    }
    sizes.push(size);
  }
  return sizes.sort((a, b) => b - a);
}
