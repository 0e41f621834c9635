import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { File, FS, ready } from 'h5wasm';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { chestPhantom, vgg16, type ClassifierEvaluation } from 'hilum';
import { fileSystem, writeImage, type DiagnosisReport } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tiny = ['--size', '32', '--filters', '2,4', '--epochs', '3', '--batch', '2'].concat([
  '--folds',
  '2',
  '--target',
  '0',
]);

interface Run {
  code: number | null;
  output: string;
}

function run(args: string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const example = ['--import', 'tsx', 'examples/diagnose-tuberculosis.ts', ...args];
    const child = spawn(process.execPath, example, { cwd: root });
    let output = '';
    const add = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

async function evaluationIn(out: string): Promise<ClassifierEvaluation> {
  return (JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as DiagnosisReport).evaluation;
}

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-diagnose-'));
  data = join(folder, 'data');
  for (let i = 1; i <= 16; i++) {
    const set = i % 2 === 0 ? 'MCUCXR' : 'CHNCXR';
    const label = i % 4 < 2 ? 0 : 1;
    const { image } = chestPhantom({ seed: i, size: 40, tuberculosis: label === 1 });
    await writeImage(join(data, 'CXR_png', `${set}_${1000 + i}_${label}.png`), image);
  }
  await writeFile(join(data, 'CXR_png', 'CHNCXR_2000_1.png'), 'not a picture');
  await writeImage(join(data, 'CXR_png', 'unlabelled.png'), chestPhantom({ seed: 1, size: 40 }).image);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A backbone with random weights as Keras writes them, without its top. */
async function kerasWeights(path: string): Promise<void> {
  await ready;
  const model = vgg16({ inputShape: [32, 32, 3], seed: 1 });
  const layers = model.layers.filter((layer) => layer.weights.length > 0);
  const file = new File('random.h5', 'w');
  file.create_attribute(
    'layer_names',
    layers.map(({ name }) => name),
  );
  for (const layer of layers) {
    const group = file.create_group(layer.name);
    const names = ['kernel', 'bias'].map((part) => `${layer.name}/${part}:0`);
    group.create_attribute('weight_names', names);
    group.create_group(layer.name);
    layer.getWeights().forEach((weight, i) => {
      file.create_dataset({
        name: `${layer.name}/${names[i]!}`,
        data: weight.dataSync() as Float32Array,
        shape: weight.shape,
      });
    });
  }
  file.close();
  await writeFile(path, FS!.readFile('random.h5'));
  model.dispose();
}

describe('the example that tells tuberculosis', { timeout: 300_000 }, () => {
  it('says that phantoms and no weights say nothing about people, and ends with 1 below its target', async () => {
    const out = join(folder, 'phantoms');
    const { code, output } = await run(['--patients', '8', ...tiny, '--target', '1.01', '--out', out]);
    expect(output).toContain('say nothing about people');
    expect(output).toContain('No pretrained weights are at hand (--weights FILE.h5)');
    expect(output).toContain('the AUC is below the target of 1.01');
    expect(code, output).toBe(1);
    expect((await readdir(out)).sort()).toEqual([
      'dataset.html',
      'networks',
      'report.html',
      'report.json',
      'settings.json',
    ]);
    const { overall, sources, folds, baseline, operatingPoints } = await evaluationIn(out);
    expect([overall.cases, overall.patients, overall.positives]).toEqual([16, 8, 8]);
    expect(Object.keys(sources)).toEqual(['north', 'south']);
    expect(folds).toHaveLength(2);
    expect(baseline?.overall.cases).toBe(16);
    expect(operatingPoints.screening.chosenOn).toBe('other folds');
    const page = await readFile(join(out, 'report.html'), 'utf8');
    expect(page).toContain('alt="Heat map of phantom-');
    expect(page).toContain('No pretrained weights are at hand');
    expect(await readFile(join(out, 'dataset.html'), 'utf8')).toContain('Label tuberculosis');
  });

  it('learns from one source and is tested on another, and names what it left out', async () => {
    const out = join(folder, 'shift');
    const args = ['--data', data, '--hold-out-source', 'Montgomery', ...tiny, '--out', out];
    const { code, output } = await run(args);
    expect(code, output).toBe(0);
    expect(output).toMatch(
      /2 left out:\n {2}\S*CHNCXR_2000_1\.png: .*\n {2}\S*unlabelled\.png: label and patient are read from names like/,
    );
    const { sources, rows, operatingPoints, folds } = await evaluationIn(out);
    expect(Object.keys(sources)).toEqual(['Montgomery']);
    expect(rows.map(({ name }) => name).every((name) => name.includes('MCUCXR'))).toBe(true);
    expect([rows.length, folds.length]).toEqual([8, 0]);
    expect(operatingPoints.screening.chosenOn).toBe('validation cases');
    const page = await readFile(join(out, 'report.html'), 'utf8');
    expect(page).toMatch(
      /Learned from Shenzhen, where its cross-validated AUC is [\d.]+ \([\d.]+ to [\d.]+\)/,
    );
    expect(page).toContain('unlabelled.png');
  });

  it('trains a fold alone and takes it up again, and the same seed gives the same numbers', async () => {
    const out = join(folder, 'folds');
    const args = ['--data', data, ...tiny, '--out', out];
    const one = await run([...args, '--fold', '2']);
    expect(one.code, one.output).toBe(0);
    expect(one.output).not.toContain('fold 1 of 2');
    expect((await readdir(out)).sort()).toEqual(['dataset.html', 'networks', 'settings.json']);
    expect(await readdir(join(out, 'networks'))).toEqual(['fold-2']);
    // Half a run is none to predict with.
    const early = await run(['--predict', out, join(data, 'none.png')]);
    expect(early.output).toMatch(
      /^--predict must be the folder of a whole run, got .* without report\.json\.\n$/,
    );

    const whole = await run(args);
    expect(whole.code, whole.output).toBe(0);
    expect(whole.output).toMatch(/fold 1 of 2: 8 images to learn from, 8 to test\nepoch/);
    expect(whole.output).toMatch(/fold 2 of 2: .*\ntaken from \S*fold-2/);
    expect(whole.output).toMatch(/ {2}Montgomery: AUC .*, 8 images\n {2}Shenzhen: AUC /);
    const { rows, operatingPoints } = await evaluationIn(out);
    await rm(join(out, 'networks', 'fold-2'), { recursive: true });
    expect((await run(args)).output).not.toMatch(/taken from \S*fold-2/);
    expect((await evaluationIn(out)).rows).toEqual(rows);
    // A network that has learned something else is trained anew.
    const other = await run([...args, '--epochs', '1', '--fold', '1', '--out', out]);
    expect(other.output).not.toContain('taken from');
    expect((await run(args)).code).toBe(0);

    const image = join(data, 'CXR_png', 'CHNCXR_1001_0.png');
    const { code, output } = await run(['--predict', out, image, join(data, 'nowhere.png')]);
    const line = /^(0\.\d{4})\t(normal|tuberculosis)\t(.*)\n.*nowhere\.png.*\n$/.exec(output)!;
    expect(line, output).not.toBeNull();
    expect(line[3]).toBe(image);
    expect(line[2]).toBe(Number(line[1]) > operatingPoints.screening.threshold ? 'tuberculosis' : 'normal');
    expect(code).toBe(1);
    expect((await run(['--predict', out, image])).code).toBe(0);
  });

  it('cuts images to the lungs that a model finds', async () => {
    // It finds the upper right quarter of anything.
    const lungs = join(folder, 'lungs');
    const quarter = sequential({
      layers: [
        layers.cropping2D({
          inputShape: [16, 16, 1],
          cropping: [
            [0, 8],
            [8, 0],
          ],
        }),
        layers.conv2d({ filters: 1, kernelSize: 1, kernelInitializer: 'zeros', biasInitializer: 'ones' }),
        layers.zeroPadding2d({
          padding: [
            [0, 8],
            [8, 0],
          ],
        }),
      ],
    });
    await quarter.save(fileSystem(lungs));
    const out = join(folder, 'cut');
    const { code, output } = await run(['--data', data, '--lungs', lungs, ...tiny, '--out', out]);
    expect(code, output).toBe(0);
    const page = await readFile(join(out, 'dataset.html'), 'utf8');
    // 20 pixels and the margin, of 40.
    expect(page.includes('22×22'), 'the size of what was cut').toBe(true);
    expect(page.includes('40×40'), 'the size of the whole').toBe(false);
    const image = join(data, 'CXR_png', 'CHNCXR_1001_0.png');
    expect((await run(['--predict', out, image])).code).toBe(0);
  });

  it('trains an MLP on features of Keras weights, and looks features up the second time', async () => {
    const weights = join(folder, 'random.h5');
    await kerasWeights(weights);
    const results: ClassifierEvaluation[] = [];
    for (const out of [join(folder, 'features'), join(folder, 'features')]) {
      const args = ['--data', data, '--weights', weights, ...tiny, '--hidden', '4', '--out', out];
      const { code, output } = await run(args);
      expect(code, output).toBe(0);
      expect(output).toContain(`The backbone is as it is in ${weights}`);
      expect((await readdir(join(out, 'features'))).length).toBe(16);
      results.push(await evaluationIn(out));
      const page = await readFile(join(out, 'report.html'), 'utf8');
      expect(page).toContain('MLP of 4 units on 512 features');
      expect(page).toContain('logistic regression on the same features');
      expect(page).toContain('alt="Heat map of ');
    }
    expect(results[1]!.rows).toEqual(results[0]!.rows);
    expect(results[0]!.overall.cases).toBe(16);
  });

  it('ends in one sentence where it cannot go on', async () => {
    const one = join(folder, 'one');
    for (let i = 0; i < 3; i++)
      await writeImage(join(one, `CHNCXR_000${i}_0.png`), chestPhantom({ seed: i, size: 40 }).image);
    const empty = join(folder, 'empty');
    await mkdir(empty);
    const broken = join(folder, 'broken.h5');
    await writeFile(broken, 'no');
    const cases: [args: string[], sentence: RegExp][] = [
      [['--data', join(folder, 'nowhere')], /nowhere/],
      [['--data', empty], /empty must hold 2 patients with the label 0 \(normal\) for 2 folds, got 0\./],
      [['--data', one], /one must hold 2 patients with the label 1 \(tuberculosis\) for 2 folds, got 0\./],
      [
        ['--data', data, '--folds', '9'],
        /must hold 9 patients with the label 0 \(normal\) for 9 folds, got 8\./,
      ],
      [
        ['--data', data, '--hold-out-source', 'montgomery'],
        /--hold-out-source must be one of several sources, Shenzhen, Montgomery, got montgomery\./,
      ],
      [['--data', data, '--weights', join(folder, 'none.h5')], /--weights cannot be read: .*none\.h5/],
      [['--data', data, '--weights', broken], /loadKerasWeights: /],
      [
        ['--data', data, '--weights', broken, '--backbone', 'vgg19'],
        /--backbone must be vgg16 or resnet50 or/,
      ],
      [['--fold', '3'], /^--fold must be an integer of at least 1 and at most 2, got 3\.\n$/],
      [['--predict', folder], /must be the folder of a whole run, got .* without settings\.json\.\n$/],
      [['--predict', join(folder, 'features')], /must be the folder of a run without --weights/],
      [['--data', data, '--lungs', folder], /model\.json/],
      [['--size', 'big'], /^--size must be an integer of at least 8, got big\.\n$/],
      [['--sise', '3'], /^Unknown option '--sise'/],
    ];
    for (const [args, sentence] of cases) {
      const { code, output } = await run([...tiny, '--out', join(folder, 'never'), ...args]);
      expect(output).toMatch(sentence);
      expect(output).not.toContain('    at ');
      expect(code).toBe(1);
    }
  });
});
