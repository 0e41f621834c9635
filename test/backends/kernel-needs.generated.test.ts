import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { bceDiceLoss, unet } from 'hilum';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { kernelNeeds as committed } from '../../src/backends/kernel-needs.generated';
import { between } from '../between-markers';
import { root } from '../house/source-files';
import { publicExports } from '../house/public-exports';
import { backendKernels, backendTable } from './backend-table';
import { kernelNeeds } from './kernel-needs';
import { kernelUses, type KernelUse } from './kernel-use';

/** Of these rooms, and without kernels of its own. */
const without = [
  'copyWeights',
  'foldBatchNorm',
  'freeze',
  'loadSafetensors',
  'saveSafetensors',
  'summary',
  'unfreeze',
  'withFloat16Weights',
  'withUint8Weights',
];

const remake = 'Run `npm run backends` and commit what it writes.';

describe('the kernels that everything asks for', () => {
  let uses: KernelUse[];
  beforeAll(async () => {
    uses = await kernelUses();
  });

  it('are those that the committed table says', () => {
    expect(committed, remake).toEqual(
      Object.fromEntries(
        Object.entries(kernelNeeds(uses)).map(([name, kernels]) => [name, kernels.join(' ')]),
      ),
    );
  });

  it('are had by the backends as docs/backends.md says', async () => {
    const table = backendTable(uses, await backendKernels());
    const docs = readFileSync(join(root, 'docs/backends.md'), 'utf8');
    const cells = (markdown: string) => markdown.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-');
    const style = { parser: 'markdown', printWidth: 120 };
    expect(cells(between(docs, 'backends').old), remake).toBe(cells((await format(table, style)).trim()));
  });

  it('are known of every public model, block and loss', () => {
    const known = uses.map(({ name }) => name);
    const made = publicExports().filter(
      ({ entry, name, isType, place }) =>
        entry === 'hilum' && !isType && (/^src\/(models|layers)\//.test(place) || name.endsWith('Loss')),
    );
    expect(made.length).toBeGreaterThan(10);
    const unknown = made.map(({ name }) => name).filter((name) => !known.includes(name));
    expect(
      unknown.filter((name) => !without.includes(name)),
      'Say in test/backends/kernel-use.ts how to call them, or in this test that they compute nothing.',
    ).toEqual([]);
  });

  it('have the same names on the cpu backend as on WASM, where they were taken', async () => {
    await tf.setBackend('cpu');
    const model = unet({ inputShape: [32, 32, 1], filters: [2, 4], seed: 1 });
    const [x, y] = [tf.ones([1, 32, 32, 1]), tf.ones([1, 32, 32, 1])];
    const loss = bceDiceLoss();
    const { kernelNames } = await tf.profile(() => {
      const { value, grads } = tf.variableGrads(() =>
        loss(y, model.apply(x, { training: true }) as tf.Tensor),
      );
      tf.dispose(grads);
      return value;
    });
    const known = `${committed['predict']!} ${committed['train']!}`.split(' ');
    const kernels = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
    expect(kernelNames.length).toBeGreaterThan(10);
    expect(kernelNames.filter((name) => kernels.includes(name) && !known.includes(name))).toEqual([]);
    model.dispose();
  });
});
