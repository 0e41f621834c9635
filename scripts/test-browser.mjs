/**
 * The tests that need a browser: `npm run test:browser`, with the arguments of vitest if any.
 * Without Chromium it says so and passes, since a browser is no part of what npm installs.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const chromium = process.env.CHROMIUM ?? findChromium();

if (!chromium) {
  console.log(
    'test:browser: skipped, there is no Chromium here. Install one (Debian: apt-get install chromium), or name it in CHROMIUM.',
  );
} else {
  const vitest = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'vitest.browser.config.ts',
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit', env: { ...process.env, CHROMIUM: chromium } },
  );
  vitest.on('exit', (code) => (process.exitCode = code ?? 1));
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...candidates, mac].find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
