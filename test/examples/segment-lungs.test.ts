import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chestPhantom, createImage } from 'hilum';
import { readImage, writeImage } from 'hilum/node';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tiny = ['--size', '16', '--filters', '2,4', '--epochs', '2', '--target', '0', '--rate', '0.01'];

interface Run {
  code: number | null;
  output: string;
}

/** The example as a process of its own; `watch` sees its output as it comes. */
function run(args: string[], watch?: (output: string, interrupt: () => void) => void): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'examples/segment-lungs.ts', ...args], {
      cwd: root,
    });
    let output = '';
    const add = (text: Buffer): void => {
      output += text.toString();
      watch?.(output, () => child.kill('SIGINT'));
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-example-'));
});

/** A collection of six patients laid out as the merged one, and everything that is wrong with such folders. */
async function quirks(): Promise<string> {
  const data = await mkdtemp(join(folder, 'data-'));
  const image = (name: string): string => join(data, 'CXR_png', name);
  const mask = (name: string): string => join(data, 'masks', name);
  for (let i = 1; i <= 6; i++) {
    const phantom = chestPhantom({ seed: i, size: 40 });
    await writeImage(image(`CHNCXR_000${i}_0.png`), phantom.image);
    await writeImage(mask(`CHNCXR_000${i}_0_mask.png`), phantom.mask);
  }
  const good = image('CHNCXR_0001_0.png');
  const goodMask = mask('CHNCXR_0001_0_mask.png');
  await copyFile(good, image('CHNCXR_0011_0.png')); // has no mask
  await copyFile(goodMask, mask('CHNCXR_0012_0_mask.png')); // has no image
  await copyFile(good, image('CHNCXR_0013_0.png'));
  await truncate(image('CHNCXR_0013_0.png'), 300);
  await copyFile(goodMask, mask('CHNCXR_0013_0_mask.png'));
  await writeFile(image('CHNCXR_0014_0.png'), '');
  await copyFile(goodMask, mask('CHNCXR_0014_0_mask.png'));
  await writeFile(image('CHNCXR_0015_0.png'), 'not a picture');
  await copyFile(goodMask, mask('CHNCXR_0015_0_mask.png'));
  await copyFile(good, image('CHNCXR_0016_0.png'));
  await writeImage(
    mask('CHNCXR_0016_0_mask.png'),
    createImage({ width: 4, height: 4, data: new Uint8Array(16).fill(255) }),
  );
  await copyFile(good, image('CHNCXR_0017_0.png'));
  await writeImage(
    mask('CHNCXR_0017_0_mask.png'),
    createImage({ width: 40, height: 40, data: new Uint8Array(1600) }),
  );
  await mkdir(join(data, 'CXR_png', 'copy'));
  await copyFile(good, image('copy/CHNCXR_0001_0.png')); // two files of one name
  return data;
}

describe('npm start', () => {
  it('trains on phantoms, writes everything it promises, and gives the same numbers again', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    const args = ['--images', '10', ...tiny];
    const runs = [await run([...args, '--out', first]), await run([...args, '--out', second])];
    for (const { code, output } of runs) expect(code, output).toBe(0);
    expect(runs[0]!.output).toMatch(/held-out Dice: mean 0\.\d{4}/);

    const masks = await readdir(join(first, 'masks'));
    expect(masks.length).toBeGreaterThan(0);
    expect(await readdir(join(first, 'overlays'))).toEqual(masks);
    expect((await readImage(join(first, 'masks', masks[0]!))).width).toBe(256);
    expect(await readFile(join(first, 'report.html'), 'utf8')).toContain('data:image/png;base64');

    // The name of the weights holds their hash.
    const model = await readdir(join(first, 'model'));
    expect(model).toContain('model.json');
    expect(await readdir(join(second, 'model'))).toEqual(model);
  });

  it('predicts with the saved model, and goes on when an image cannot be read', async () => {
    const out = join(folder, 'predicted');
    const good = join(folder, 'good.png');
    await writeImage(good, chestPhantom({ seed: 3, size: 50 }).image);
    const bad = join(folder, 'bad.png');
    await writeFile(bad, 'no');
    const { code, output } = await run([
      '--predict',
      join(folder, 'first', 'model'),
      '--out',
      out,
      bad,
      good,
    ]);
    expect(code).toBe(1);
    expect(output).toContain('1 segmented');
    expect(output).toContain(bad);
    const mask = await readImage(join(out, 'masks', 'good.png'));
    expect([mask.width, mask.height]).toEqual([50, 50]);
  });

  it('skips, counts and lists every broken file of a folder, and segments images without a mask', async () => {
    const out = join(folder, 'quirks');
    const { code, output } = await run(['--data', await quirks(), '--out', out, ...tiny]);
    expect(code, output).toBe(0);
    expect(output).toContain('5 images with their masks');
    expect(output).toMatch(/1 images without a mask:\n {2}\S*CHNCXR_0011_0\.png/);
    expect(output).toMatch(/1 masks without an image:\n {2}\S*CHNCXR_0012_0_mask\.png/);
    expect(output).toContain('6 left out');
    const report = await readFile(join(out, 'report.html'), 'utf8');
    for (const number of ['0001', '0013', '0014', '0015', '0016', '0017']) {
      expect(report).toContain(`CHNCXR_${number}_0`);
    }
    expect(existsSync(join(out, 'masks', 'CHNCXR_0011_0.png'))).toBe(true);
  });

  it('stops cleanly at Ctrl-C and keeps the best model so far', async () => {
    const out = join(folder, 'interrupted');
    let sent = false;
    const { code, output } = await run(
      ['--images', '10', ...tiny, '--epochs', '100000', '--out', out],
      (text, interrupt) => {
        if (sent || !text.includes('epoch      2/')) return;
        sent = true;
        interrupt();
      },
    );
    expect(code, output).toBe(130);
    expect((await stat(join(out, 'model', 'model.json'))).size).toBeGreaterThan(100);
    expect(existsSync(join(out, 'report.html'))).toBe(true);
  });

  it('ends in one sentence where it cannot go on', async () => {
    const data = join(folder, 'one', 'CXR_png');
    await writeImage(join(data, 'a.png'), chestPhantom({ seed: 1, size: 40 }).image);
    await writeImage(join(folder, 'one', 'masks', 'a.png'), chestPhantom({ seed: 1, size: 40 }).mask);
    const broken = join(folder, 'broken');
    await mkdir(broken);
    await copyFile(join(folder, 'first', 'model', 'model.json'), join(broken, 'model.json'));
    await truncate(join(broken, 'model.json'), 500);
    const good = join(folder, 'good.png');
    const cases: [args: string[], sentence: RegExp][] = [
      [['--data', join(folder, 'nowhere')], /^findPairs: \S*nowhere is not a directory\. .*\n$/],
      [
        ['--data', join(folder, 'one'), ...tiny],
        /splitDataset: 3 parts need at least as many groups, got 1\. .*\n$/,
      ],
      [['--out', join(good, 'out')], /^writeText: .*good\.png.*\n$/],
      [['--predict', broken, good], /^fileSystem: \S*model\.json is cut off or damaged\. .*\n$/],
      [['--size', 'big'], /^--size must be an integer of at least 1, got big\.\n$/],
      [['--sise', '3'], /^Unknown option '--sise'.*\n$/],
      [['--model', 'vnet'], /--model must be resunet or unet, got vnet\.\n$/],
    ];
    const out = ['--out', join(folder, 'never')];
    for (const [args, sentence] of cases) {
      const { code, output } = await run(args.includes('--out') ? args : [...args, ...out]);
      expect(output).toMatch(sentence);
      expect(code).toBe(1);
    }
  });
});
