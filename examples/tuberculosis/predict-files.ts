import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import * as files from 'hilum/node';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classNames, lungCutter, prepare } from './cases';
import { predict } from './end-to-end';
import type { Settings } from './settings';

/**
 * Prints for each image the mean of what the networks of an earlier run say of it: how likely tuberculosis is, and what
 * it is called at that run's threshold. An image that cannot be read is named, and the others go on.
 *
 * @returns the exit code: 1 when an image could not be read, or there was none
 * @throws Error when `from` is not the folder of a run that trained end to end
 */
export async function predictFiles(from: string, paths: readonly string[]): Promise<number> {
  const read = async <Content>(name: string): Promise<Content> => {
    const text = await readFile(join(from, name), 'utf8').catch(() => {
      throw new Error(`--predict must be the folder of a whole run, got ${from} without ${name}.`);
    });
    return JSON.parse(text) as Content;
  };
  const settings = await read<Settings>('settings.json');
  const { evaluation } = await read<files.DiagnosisReport>('report.json');
  if (!settings.endToEnd)
    throw new Error(`--predict must be the folder of a run without --weights, got ${from}, made with some.`);
  const { recipe, lungs, folds, 'hold-out-source': held } = settings;
  const { threshold } = evaluation.operatingPoints.screening;
  const names =
    held === undefined ? Array.from({ length: folds }, (_, i) => `fold-${i + 1}`) : [`all-but-${held}`];
  const models: LayersModel[] = [];
  for (const name of names)
    models.push(await loadLayersModel(files.fileSystem(join(from, 'networks', name))));
  const cut = await lungCutter(lungs);

  let failed = 0;
  for (const path of paths) {
    try {
      const image = prepare(await cut(await files.readImage(path)), recipe.side);
      let sum = 0;
      for (const model of models) sum += (await predict(model, [{ name: path, image }]))[0]!;
      const probability = sum / models.length;
      console.log(`${probability.toFixed(4)}\t${classNames[probability > threshold ? 1 : 0]}\t${path}`);
    } catch (error) {
      console.error((error as Error).message);
      failed++;
    }
  }
  return failed > 0 || paths.length === 0 ? 1 : 0;
}
