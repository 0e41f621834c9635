import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('opencv.py', import.meta.url));
const python = ['/usr/bin/python3', 'python3'].find((command) => {
  try {
    execFileSync(command, ['-c', 'import cv2'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

describe('the answers of OpenCV', () => {
  it('are what the script still gives', (context) => {
    if (!python) context.skip('no Python with cv2 here: apt-get install python3-opencv');
    const fresh = JSON.parse(execFileSync(python!, [script, '--print'], { encoding: 'utf8' })) as object;
    const kept = JSON.parse(readFileSync(script.replace(/py$/, 'json'), 'utf8')) as object;
    // Other versions of OpenCV must agree; their numbers are of no weight.
    expect({ ...fresh, opencv: '', numpy: '' }).toEqual({ ...kept, opencv: '', numpy: '' });
  });
});
