import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = ['--import', 'tsx', fileURLToPath(new URL('run-that-can-die.ts', import.meta.url))];

/** Runs it, and kills it when it says `until`. */
async function run(folder: string, until?: string): Promise<{ steps: string[]; result: string | undefined }> {
  const child: ChildProcess = spawn(process.execPath, [...program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const steps: string[] = [];
  let result: string | undefined;
  for await (const line of createInterface(child.stdout!)) {
    if (line.startsWith('result')) result = line;
    else if (line.startsWith('epoch')) steps.push(line);
    if (line === until) child.kill('SIGKILL');
  }
  return { steps, result };
}

describe('a run that is killed', () => {
  let folder: string;
  let expected: string | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hilum-killed-'));
    ({ result: expected } = await run(join(folder, 'whole')));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on in mid-epoch from the last checkpoint, and ends to the bit as if it had never been', async () => {
    const checkpoints = join(folder, 'killed');
    const first = await run(checkpoints, 'epoch 1 step 3');
    expect(first.result).toBeUndefined();
    const second = await run(checkpoints);
    // Of four steps an epoch a checkpoint is taken after the third.
    expect(second.steps[0]).toBe('epoch 1 step 3');
    expect(second.result).toBe(expected);
    expect(expected).toContain('"weights":[[');
  });

  it('goes on from the checkpoint before when the last is damaged', async () => {
    const checkpoints = join(folder, 'damaged');
    await run(checkpoints, 'epoch 2 step 0');
    const newest = readdirSync(checkpoints).sort().at(-1)!;
    expect(newest).toMatch(/^epoch-00002-step-000000-val_loss=/);
    truncateSync(join(checkpoints, newest), 1000);
    const second = await run(checkpoints);
    expect(second.steps[0]).toBe('epoch 1 step 3');
    expect(second.result).toBe(expected);
  });
});
