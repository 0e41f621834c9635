/**
 * Reads a value of each cache line. WASM has no prefetching, and the transforms compute so much between two reads that
 * the processor would wait for memory line by line; here many are on their way at once.
 */
// @ts-ignore: decorator
@inline
export function fetch(from: usize, bytes: usize, scratch: usize): void {
  let some: u32 = 0;
  const end = from + bytes;
  for (let line = from; line < end; line += 64) some |= load<u32>(line);
  // Stored, so that the reads are not left out.
  store<u32>(scratch, some | load<u32>(end - 4));
}
