import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chestPhantom, parseCsv, rocAuc } from 'hilum';
import { writeImage } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const tiny = [
  '--size',
  '16',
  '--filters',
  '2,4',
  '--epochs',
  '2',
  '--folds',
  '2',
  '--validation',
  '0.3',
].concat(['--batch', '2']);

interface Result {
  scores: Record<
    string,
    { auc: { estimate: number; low: number; high: number }; positives: number; normals: number }
  >;
  foldAucs: number[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hilum-classify-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): { code: number | null; output: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'examples/classify-xrays.ts', ...args],
    { encoding: 'utf8' },
  );
  return { code: status, output: stdout, errors: stderr };
}

/** A folder of phantoms under names of both collections, `normal` and `ill` many of each. */
async function collection(name: string, normal: number, ill: number): Promise<string> {
  const data = join(folder, name);
  for (let i = 0; i < normal + ill; i++) {
    const label = i < normal ? 0 : 1;
    const { image } = chestPhantom({ seed: i, size: 40, tuberculosis: label === 1 });
    await writeImage(join(data, 'CXR_png', `${i % 2 ? 'MCU' : 'CHN'}CXR_00${10 + i}_${label}.png`), image);
  }
  return data;
}

const read = (file: string): string => readFileSync(file, 'utf8');

describe('the example that classifies X-rays', () => {
  it('says that it runs on phantoms, judges each once out of fold, and ends with 1 below its target', () => {
    const out = join(folder, 'phantoms');
    const { code, output } = run(...tiny, '--images', '24', '--target', '1.01', '--out', out);
    expect(output).toMatch(/^no --data: 24 phantoms, half of them with opacities\./);
    expect(output).toContain('fold 2 of 2: 8 images to learn from, 4 for the threshold, 12 to test');
    expect(output).toMatch(
      /all: AUC [\d.]+ \[[\d.]+, [\d.]+\], sensitivity [\d.]+ \[.*; 12 with tuberculosis, 12 normal/,
    );
    expect(output).toMatch(/precision +recall +f1-score +support/);
    expect(output).toContain('the AUC is below the target of 1.01');
    expect(code).toBe(1);

    const rows = parseCsv(read(join(out, 'predictions.csv'))).map(({ values }) => values);
    expect(new Set(rows.map((row) => row.name)).size).toBe(24);
    const labels = rows.map((row) => Number(row.label));
    for (const row of rows) expect(row.name!.endsWith(`_${row.label}`)).toBe(true);
    for (const row of rows)
      expect(row.positive).toBe(Number(row.probability) > Number(row.threshold) ? '1' : '0');
    const result = JSON.parse(read(join(out, 'result.json'))) as Result;
    const auc = rocAuc(
      labels,
      rows.map((row) => Number(row.probability)),
    );
    expect(result.scores.all!.auc.estimate).toBeCloseTo(auc, 12);
  });

  it('trains a fold alone, takes it up again, scores by source, and predicts with the networks it kept', async () => {
    const data = await collection('real', 12, 12);
    const out = join(folder, 'folds');
    const args = ['--data', data, ...tiny, '--target', '0', '--save', '--out', out];
    const one = run(...args, '--fold', '2');
    expect(one.code, one.errors).toBe(0);
    expect(one.output).not.toContain('fold 1 of 2');
    expect(readdirSync(out).sort()).toEqual(['fold-2', 'fold-2.json']);

    const all = run(...args);
    expect(all.code, all.errors).toBe(0);
    expect(all.output).toContain('fold 1 of 2: 8 images to learn from');
    expect(all.output).toMatch(/fold 2 of 2: taken from \S*fold-2\.json/);
    expect(all.output).toMatch(/^Montgomery: AUC .*; 6 with tuberculosis, 6 normal$/m);
    expect(all.output).toMatch(/^Shenzhen: AUC /m);
    const predictions = read(join(out, 'predictions.csv'));
    // The same seed gives the same numbers: those of a fold alone are those of the whole run.
    rmSync(join(out, 'fold-2.json'));
    expect(run(...args).code).toBe(0);
    expect(read(join(out, 'predictions.csv'))).toBe(predictions);

    const image = join(data, 'CXR_png', 'CHNCXR_0010_0.png');
    const predicted = run('--predict', out, image, join(data, 'nowhere.png'));
    expect(predicted.output).toMatch(new RegExp(`^image,probability\n${image},0\\.\\d{4}\n$`));
    expect(predicted.errors).toMatch(/nowhere\.png/);
    expect(predicted.code).toBe(1);
    expect(run('--predict', out, image).code).toBe(0);
  }, 300_000);

  it('names what it leaves out', async () => {
    const data = await collection('odd', 12, 12);
    await writeImage(join(data, 'CXR_png', 'patient7.png'), chestPhantom({ seed: 1, size: 40 }).image);
    writeFileSync(join(data, 'CXR_png', 'CHNCXR_0099_1.png'), 'not a picture');
    const { code, output, errors } = run(
      '--data',
      data,
      ...tiny,
      '--target',
      '0',
      '--out',
      join(folder, 'odd-out'),
    );
    expect(code, errors).toBe(0);
    expect(output).toMatch(/^2 left out:/);
    expect(output).toMatch(/patient7\.png: the name must end in _0 or _1 .*, got no label/);
    expect(output).toMatch(/CHNCXR_0099_1\.png/);
    expect(output).toContain('12 with tuberculosis, 12 normal');
  });

  it('ends in one sentence where it cannot go on', async () => {
    mkdirSync(join(folder, 'empty'));
    const healthy = await collection('healthy', 12, 0);
    const cases: [args: string[], sentence: RegExp][] = [
      [['--data', join(folder, 'nowhere')], /^listImages: .*nowhere.*\n$/],
      [
        ['--data', join(folder, 'empty')],
        /^\S*empty must hold at least 10 images of each label for 5 folds, got 0 normal and 0 with tuberculosis\.\n$/,
      ],
      [['--data', healthy], /^\S*healthy must hold .*, got 12 normal and 0 with tuberculosis\.\n$/],
      [['--epochs', 'many'], /^--epochs must be an integer of at least 1, got many\.\n$/],
      [['--fold', '3'], /^--fold must be an integer of at least 1 and at most 2, got 3\.\n$/],
      [
        ['--validation', '1.5', '--images', '20'],
        /^splitDataset: fractions\.train must be between 0 and 1, got -0\.5\.\n$/,
      ],
      [['--predict', folder], /must hold the networks of a run, got none\. Run with --save\.\n$/],
      [['--predict', join(folder, 'nowhere')], /nowhere.*\n$/],
      [['--sise', '3'], /^Unknown option '--sise'.*\n$/],
    ];
    for (const [args, sentence] of cases) {
      const { code, errors } = run(...args, '--out', join(folder, 'never'));
      expect(errors).toMatch(sentence);
      expect(code).toBe(1);
    }
  }, 300_000);
});
