import { unzipSync, type UnzipFileInfo } from 'fflate';
import { check } from '../core/check';

/** The parts of a `.keras` archive. */
export interface KerasArchive {
  /** `config.json`: the model. */
  readonly config: string;
  /** `metadata.json`: which Keras wrote it. */
  readonly metadata: string | undefined;
  /** `model.weights.h5`. */
  readonly weights: Uint8Array;
}

const names = { config: 'config.json', metadata: 'metadata.json', weights: 'model.weights.h5' } as const;

// Deflate grows at most so much; Keras does not compress at all.
const maxGrowth = 1_032;

/** Whether bytes begin as a zip archive. */
export function isZip(bytes: Uint8Array): boolean {
  return [0x50, 0x4b, 0x03, 0x04].every((byte, i) => bytes[i] === byte);
}

/** Takes a `.keras` archive apart. */
export function unpackKerasArchive(caller: string, bytes: Uint8Array): KerasArchive {
  const seen: string[] = [];
  const filter = ({ name, size, originalSize }: UnzipFileInfo): boolean => {
    seen.push(name);
    if (!Object.values(names).some((known) => known === name)) return false;
    check(
      size <= bytes.length && originalSize <= size * maxGrowth,
      `${caller}: the archive must hold what it promises, got ${originalSize} bytes of ${name} in ${size}. It is damaged.`,
    );
    return true;
  };
  let files: Record<string, Uint8Array | undefined>;
  try {
    files = unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new RangeError(
      `${caller}: the .keras archive must be whole, got one that is cut off or damaged. Copy it again.`,
      { cause },
    );
  }
  const { [names.config]: config, [names.metadata]: metadata, [names.weights]: weights } = files;
  check(
    config !== undefined && weights !== undefined,
    `${caller}: a .keras archive must hold config.json and model.weights.h5, got ${seen.slice(0, 5).join(', ') || 'nothing'}. ` +
      'Save the model by model.save("model.keras").',
  );
  const text = (part: Uint8Array): string => new TextDecoder().decode(part);
  return { config: text(config), metadata: metadata && text(metadata), weights };
}
