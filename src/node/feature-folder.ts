import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors } from '../core/safetensors';
import type { FeatureStore } from '../inference/extract-features';
import { codeOf, fileError } from './file-error';
import { writeAtomic } from './write-atomic';

/**
 * Keeps features as files of a folder, one an image in the safetensors format, for the `store` of `extractFeatures`.
 * A file is written beside and then renamed, so several processes may share a folder and one that is killed leaves nothing
 * half written. A file that is damaged counts as none and is written anew. Nothing is ever removed: delete the folder
 * when it is no longer of use.
 *
 * @returns a store whose functions reject with an error that names the file when the folder cannot be used
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { chestPhantom, convBlock, extractFeatures } from 'hilum';
 * import { featureFolder } from 'hilum/node';
 *
 * const store = featureFolder(await mkdtemp(join(tmpdir(), 'hilum-')));
 * const x = tf.input({ shape: [32, 32, 1] });
 * const backbone = tf.model({ inputs: x, outputs: convBlock({ filters: 4, strides: 4, seed: 1 })(x, 'conv') });
 * const images = [chestPhantom({ seed: 1, size: 64 })];
 * await extractFeatures(backbone, images, { store });
 * await extractFeatures(backbone, images, { store }); // from the folder
 * backbone.dispose();
 * ```
 */
export function featureFolder(folder: string): FeatureStore {
  const path = (key: string): string => join(folder, `${key}.safetensors`);
  return {
    async get(key) {
      let bytes;
      try {
        bytes = await readFile(path(key));
      } catch (cause) {
        if (codeOf(cause) === 'ENOENT') return undefined;
        throw fileError('featureFolder', 'read', path(key), cause);
      }
      try {
        const data = decodeSafetensors(bytes)['features']?.data;
        return data instanceof Float32Array ? data : undefined;
      } catch {
        return undefined;
      }
    },
    put: (key, data) =>
      writeAtomic(
        'featureFolder',
        path(key),
        encodeSafetensors({ features: { shape: [data.length], data } }),
      ),
  };
}
