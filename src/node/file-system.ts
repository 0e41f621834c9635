import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import { codeOf, fileError } from './file-error';
import { writeAtomic } from './write-atomic';

/** A tfjs `IOHandler` that both saves and loads. */
export interface FileSystemHandler {
  save: io.SaveHandler;
  load: io.LoadHandler;
}

/**
 * Saves a tfjs model to a folder and loads it from there: a handler for `model.save(…)` and `tf.loadLayersModel(…)`.
 *
 * `path` is the folder, or the `.json` file itself where it has another name than `model.json`. A save writes
 * `model-<hash of the weights>.bin` first, then puts `model.json` in place, and last removes the weights that the
 * replaced `model.json` named: interrupted at any moment it leaves the old model or the new one, whole. One process
 * saves to a path at a time. The result is the usual layout of tfjs, so `tf.loadLayersModel` opens it by http and
 * tfjs-node by `file://` without this library; `load` reads any folder of that layout, in one or many weight files.
 *
 * @throws (rejects, from `save`) Error when the folder cannot be written
 * @throws (rejects, from `load`) Error that names the file and the remedy: missing, empty, cut off, not a tfjs model
 *
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { fileSystem } from 'hilum/node';
 *
 * const folder = join(tmpdir(), 'hilum-file-system');
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * await model.save(fileSystem(folder));
 * const loaded = await tf.loadLayersModel(fileSystem(folder));
 * console.log(loaded.countParams()); // 3
 * ```
 */
export function fileSystem(path: string): FileSystemHandler {
  const jsonPath = extname(path).toLowerCase() === '.json' ? path : join(path, 'model.json');
  return {
    save: (artifacts) => save(jsonPath, artifacts),
    load: () => load(jsonPath),
  };
}

async function save(jsonPath: string, artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
  if (artifacts.modelTopology instanceof ArrayBuffer) {
    throw new TypeError(
      'fileSystem: the topology must be JSON, got bytes. Save the model as a tf.LayersModel.',
    );
  }
  const { weightData, weightSpecs, ...rest } = artifacts;
  const json: Record<string, unknown> = { ...rest };
  const old = await weightFilesOf(jsonPath);
  const folder = dirname(jsonPath);
  let name: string | undefined;

  if (weightData && weightSpecs) {
    const pieces = (Array.isArray(weightData) ? weightData : [weightData]).map(
      (piece) => new Uint8Array(piece),
    );
    const hash = createHash('sha256');
    for (const piece of pieces) hash.update(piece);
    name = `${basename(jsonPath, extname(jsonPath))}-${hash.digest('hex').slice(0, 16)}.bin`;
    json.weightsManifest = [{ paths: [name], weights: weightSpecs }];
    await writeAtomic('fileSystem', join(folder, name), pieces);
  }
  try {
    await writeAtomic('fileSystem', jsonPath, JSON.stringify(json));
  } catch (error) {
    if (name && !old.includes(name)) await rm(join(folder, name), { force: true });
    throw error;
  }
  for (const stale of await leftovers(jsonPath, old)) {
    // The new model is in place: a file that will not go is no reason to fail.
    if (stale !== name) await rm(join(folder, stale), { force: true }).catch(() => undefined);
  }
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

/** The weight files that a saved model names; none where there is no model that can be read. */
async function weightFilesOf(jsonPath: string): Promise<string[]> {
  try {
    const { weightsManifest } = JSON.parse(await readFile(jsonPath, 'utf8')) as io.ModelJSON;
    return weightsManifest.flatMap(({ paths }) => paths);
  } catch {
    return [];
  }
}

/**
 * What a finished save may remove: the weights of the model it replaced, and those that killed saves left an hour ago
 * or earlier. Only files that bear the name of this model and a hash, so nothing that others wrote.
 */
async function leftovers(jsonPath: string, old: readonly string[]): Promise<string[]> {
  const folder = dirname(jsonPath);
  const prefix = `${basename(jsonPath, extname(jsonPath))}-`;
  const ours = (await readdir(folder).catch(() => [])).filter(
    (file) => file.startsWith(prefix) && /^[0-9a-f]{16}\.bin$/.test(file.slice(prefix.length)),
  );
  const stale: string[] = [];
  for (const file of ours) {
    const info = await stat(join(folder, file)).catch(() => undefined);
    if (old.includes(file) || (info && Date.now() - info.mtimeMs > 3_600_000)) stale.push(file);
  }
  return stale;
}

async function load(jsonPath: string): Promise<io.ModelArtifacts> {
  const json = await readJson(jsonPath);
  return io.getModelArtifactsForJSON(json, async (manifest) => [
    manifest.flatMap(({ weights }) => weights),
    await readWeights(jsonPath, manifest),
  ]);
}

async function readJson(jsonPath: string): Promise<io.ModelJSON> {
  const text = await readFile(jsonPath, 'utf8').catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') {
      throw new Error(
        `fileSystem: there is no model at ${jsonPath}. Check the path, or train a model first.`,
        { cause },
      );
    }
    throw fileError('fileSystem', 'read', jsonPath, cause);
  });
  if (text.trim() === '')
    throw new Error(`fileSystem: ${jsonPath} is empty. Copy the model again, or save it anew.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`fileSystem: ${jsonPath} is cut off or damaged. Copy the model again, or save it anew.`, {
      cause,
    });
  }
  if (!isModel(json)) {
    throw new Error(
      `fileSystem: ${jsonPath} is no TensorFlow.js model. Give the folder or the model.json of one.`,
    );
  }
  return json;
}

function isModel(json: unknown): json is io.ModelJSON {
  if (typeof json !== 'object' || json === null) return false;
  const { modelTopology, weightsManifest } = json as Partial<io.ModelJSON>;
  if (weightsManifest === undefined) return typeof modelTopology === 'object';
  return (
    Array.isArray(weightsManifest) &&
    (weightsManifest as (Partial<io.WeightsManifestConfig[number]> | null)[]).every(
      (group) => Array.isArray(group?.paths) && Array.isArray(group.weights),
    )
  );
}

async function readWeights(jsonPath: string, manifest: io.WeightsManifestConfig): Promise<ArrayBuffer> {
  const files: Buffer[] = [];
  for (const { paths, weights } of manifest) {
    let size = 0;
    for (const path of paths) {
      const file = join(dirname(jsonPath), path);
      const bytes = await readFile(file).catch((cause: unknown) => {
        if (codeOf(cause) !== 'ENOENT') throw fileError('fileSystem', 'read', file, cause);
        throw new Error(
          `fileSystem: ${file} is missing, its weights are needed. Copy the whole folder of the model.`,
          {
            cause,
          },
        );
      });
      files.push(bytes);
      size += bytes.length;
    }
    const wanted = bytesOf(weights);
    if (wanted !== undefined && size !== wanted) {
      throw new Error(
        `fileSystem: ${paths.map((path) => join(dirname(jsonPath), path)).join(', ')} must hold ${wanted} bytes, ` +
          `got ${size}. It is cut off or of another model: copy the whole folder again, or save the model anew.`,
      );
    }
  }
  const data = new Uint8Array(files.reduce((sum, file) => sum + file.length, 0));
  let at = 0;
  for (const file of files) {
    data.set(file, at);
    at += file.length;
  }
  return data.buffer;
}

const valueBytes: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** How many bytes weights take; unknown for strings, which bring their own lengths. */
function bytesOf(weights: readonly io.WeightsManifestEntry[]): number | undefined {
  let sum = 0;
  for (const { dtype, shape, quantization } of weights) {
    const each = valueBytes[quantization?.dtype ?? dtype];
    if (each === undefined) return undefined;
    sum += each * shape.reduce((product, size) => product * size, 1);
  }
  return sum;
}
