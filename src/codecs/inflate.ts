import { Inflate as InflateStream } from 'fflate';

/**
 * Unpacks a zlib stream that must hold exactly `size` bytes, and throws otherwise;
 * never takes much more memory than `size`, whatever the stream holds.
 */
export type Inflate = (compressed: Uint8Array, size: number) => Uint8Array;

// Deflate grows at most 1,032-fold, so a bomb gets 8.5 MB further than it may before it is seen.
const pieceBytes = 8_192;

/** {@link Inflate} in plain JavaScript. The Adler-32 at the end of the stream is not checked: PNG has its own checksums. */
export const inflate: Inflate = (compressed, size) => {
  const [method = 0, flags = 0] = compressed;
  if ((method & 15) !== 8 || (method * 256 + flags) % 31 !== 0 || flags & 32)
    throw new Error('not a zlib stream');

  const output = new Uint8Array(size);
  let at = 0;
  const stream = new InflateStream((piece) => {
    if (at + piece.length > size) throw new Error(`more than ${size} bytes`);
    output.set(piece, at);
    at += piece.length;
  });
  for (let from = 2; from < compressed.length; from += pieceBytes) {
    const to = from + pieceBytes;
    stream.push(compressed.subarray(from, to), to >= compressed.length);
  }
  if (at < size) throw new Error(`${at} of ${size} bytes`);
  return output;
};
