import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const models = ['U-Net', 'ResUNet', 'Attention U-Net', 'U-Net++'];

describe('the example that compares models', () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'hilum-compare-'));
  });
  afterAll(() => {
    rmSync(out, { recursive: true, force: true });
  });

  it('prints a row a model with scores, intervals and cost, writes all scores, and ends with 1 below its target', () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'examples/compare-models.ts', '--out', out, '--target', '1.01']
        .concat(['--images', '12', '--size', '16', '--filters', '2,4'])
        .concat(['--epochs', '4', '--batch', '4']),
      { encoding: 'utf8' },
    );
    const score = String.raw`[\d.]+ \[[\d.]+, [\d.]+\]`;
    for (const name of models) {
      const row = stdout.split('\n').find((line) => line.startsWith(`${name}  `));
      expect(row).toMatch(new RegExp(`${score} +${score} +[\\d,]+ +\\d+ million +`));
    }
    expect(readdirSync(out).sort()).toEqual([
      'attention-u-net.csv',
      'resunet.csv',
      'u-net++.csv',
      'u-net.csv',
    ]);
    const lines = readFileSync(join(out, 'resunet.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toContain('dice');
    expect(lines.filter((line) => line.startsWith('phantom-')).length).toBe(3);
    expect(stdout).toContain('below the target of 1.01: train longer (--epochs)');
    expect(status).toBe(1);
  });
});
