import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import type * as Codecs from 'hilum/codecs';
import { expect, test } from 'vitest';
import { writePng } from './write-png';

test('hilum/codecs, bundled for a browser, decodes and encodes where there is no Buffer, process or require', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/codecs/index.ts', import.meta.url))],
    ...{
      bundle: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'codecs',
      write: false,
      logLevel: 'error',
      // Optional, and with a branch for Node inside, which asks for fs and path.
      external: ['@cornerstonejs/*'],
    },
  });
  // A bare realm: nothing but what the language itself brings.
  const codecs = runInNewContext(`${outputFiles[0]!.text}; codecs`, {
    Uint8Array,
    Uint16Array,
  }) as typeof Codecs;

  const png = writePng({ width: 2, height: 2, depth: 16, colorType: 0, samples: [1, 2, 3, 65_535] });
  const image = codecs.decodePng(png);
  expect([...image.data]).toEqual([1, 2, 3, 65_535]);
  expect([...codecs.decodePng(codecs.encodePng(image)).data]).toEqual([1, 2, 3, 65_535]);

  const { cases } = JSON.parse(readFileSync(new URL('../reference/jpeg.json', import.meta.url), 'utf8')) as {
    cases: { file: string }[];
  };
  const jpeg = new Uint8Array(Buffer.from(cases[0]!.file, 'base64'));
  expect(await codecs.decodeImage(jpeg)).toMatchObject({ width: 37, height: 23, channels: 1 });
});
