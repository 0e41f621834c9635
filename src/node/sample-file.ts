import { createHash } from 'node:crypto';
import { createImage } from '../data/image';
import type { Image, PixelData } from '../data/image';
import type { Sample, Target } from '../data/sample';

/** What the header tells of an image. Pixels follow the header, in the order of the images. */
type StoredImage = Pick<Image, 'width' | 'height' | 'channels' | 'depth' | 'spacing'>;

interface Header {
  readonly image: StoredImage;
  readonly mask: StoredImage;
  readonly targets: readonly {
    readonly name: string;
    readonly interpolation: Target['interpolation'];
    readonly image: StoredImage;
  }[];
}

const kinds = { 8: Uint8Array, 16: Uint16Array, 32: Float32Array } as const;
const digestBytes = 32;

/** A sample as a file: SHA-256 of what follows, the length of the header in four bytes, the header as JSON, pixels. */
export function encodeSample({ image, mask, targets = {} }: Sample): Uint8Array[] {
  const all = Object.entries(targets);
  const header: Header = {
    image: stored(image),
    mask: stored(mask),
    targets: all.map(([name, target]) => ({ name, ...target, image: stored(target.image) })),
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const images = [image, mask, ...all.map(([, target]) => target.image)];
  const pieces = [length, text, ...images.map(({ data }) => bytesOf(data))];
  return [digestOf(pieces), ...pieces];
}

/** The sample of a file by the name it is given, or nothing where the file is not whole. */
export function decodeSample(name: string, file: Uint8Array): Sample | undefined {
  const body = file.subarray(digestBytes);
  if (body.length < 4 || digestOf([body]).compare(file, 0, digestBytes) !== 0) return undefined;
  let at = 4 + Buffer.from(body.buffer, body.byteOffset, 4).readUInt32LE();
  const { image, mask, targets } = JSON.parse(Buffer.from(body.subarray(4, at)).toString()) as Header;
  const next = (described: StoredImage): Image => {
    const { width, height, channels, depth } = described;
    const data: PixelData = new kinds[depth](width * height * channels);
    bytesOf(data).set(body.subarray(at, (at += data.byteLength)));
    return createImage({ ...described, data });
  };
  const sample = { name, image: next(image), mask: next(mask) };
  if (targets.length === 0) return sample;
  const others = targets.map(({ name: target, image: described, ...rest }): [string, Target] => [
    target,
    { ...rest, image: next(described) },
  ]);
  return { ...sample, targets: Object.fromEntries(others) };
}

function stored({ width, height, channels, depth, spacing }: Image): StoredImage {
  return { width, height, channels, depth, ...(spacing && { spacing }) };
}

function bytesOf({ buffer, byteOffset, byteLength }: PixelData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function digestOf(pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}
