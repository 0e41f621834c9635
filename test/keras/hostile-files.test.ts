import '@tensorflow/tfjs-backend-cpu';
import { zipSync } from 'fflate';
import { loadKerasModel, readKerasFile } from 'hilum/keras';
import { expect, test, vi } from 'vitest';
import { kerasFile } from './reference';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test.each([
  ['nothing', new Uint8Array(0), 'got an empty one. Copy it again.'],
  ['a pointer', text('version https://git-lfs.github.com/spec/v1\noid'), 'got a pointer of Git LFS.'],
  ['a page', text('<!DOCTYPE html><html>'), 'got a web page. Was the download refused?'],
  [
    'a tfjs model',
    text('{"modelTopology": {}}'),
    'got JSON. A model.json of TensorFlow.js opens with tf.loadLayersModel.',
  ],
  ['other bytes', Uint8Array.of(8, 4, 18, 1), 'got 4 bytes that begin with 08 04 12 01.'],
  [
    'half an archive',
    kerasFile('unet, Keras 3, .keras').subarray(0, 9_000),
    'the .keras archive must be whole',
  ],
  [
    'another archive',
    zipSync({ 'a.txt': text('a') }),
    'must hold config.json and model.weights.h5, got a.txt.',
  ],
  [
    'no JSON',
    zipSync({ 'config.json': text('{'), 'model.weights.h5': text('') }),
    'config.json must be a JSON object, got "{".',
  ],
  [
    'no HDF5 inside',
    zipSync({ 'config.json': text('{}'), 'model.weights.h5': text('x') }),
    'the file must be HDF5',
  ],
])('%s is refused in a sentence', async (_, bytes, message) => {
  await expect(readKerasFile(bytes)).rejects.toThrow(message);
  await expect(readKerasFile(bytes)).rejects.toThrow(/^readKerasFile: /);
});

test('what are no bytes is a TypeError', async () => {
  await expect(readKerasFile('model.h5' as never)).rejects.toThrow(
    new TypeError(
      'readKerasFile: bytes must be a Uint8Array, got String. Of an upload: new Uint8Array(await file.arrayBuffer()).',
    ),
  );
});

test('a file cut anywhere is an error or still whole, and nothing is written to the console', async () => {
  const spies = (['log', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
  for (const name of ['unet, Keras 2.1.5, .h5', 'unet, Keras 3, .weights.h5']) {
    const whole = kerasFile(name);
    for (let part = 1; part < 12; part++)
      await expect(readKerasFile(whole.slice(0, (whole.length * part) / 12)), `${part}/12`).rejects.toThrow(
        'the HDF5 file must be whole, got one that is cut off or damaged',
      );
  }
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});

test('bytes changed at random give an error of the library or a file, never another end', async () => {
  const whole = kerasFile('unet, Keras 2.1.5, .h5');
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const messages = new Set<string>();
  for (let i = 0; i < 150; i++) {
    const bytes = whole.slice();
    for (let n = 0; n < 8; n++) bytes[random(bytes.length)] = random(256);
    await readKerasFile(bytes).catch((error: unknown) => messages.add((error as Error).message));
  }
  expect([...messages].filter((message) => !message.startsWith('readKerasFile: '))).toEqual([]);
  // And the reader still works.
  expect((await readKerasFile(whole)).layers).toHaveLength(6);
});

test('Python code, other kinds of models and what would predict otherwise are refused by name', async () => {
  const changed = (from: string, to: string): Uint8Array => {
    const layer = { class_name: 'Sequential', config: { name: 's', layers: [JSON.parse(to) as object] } };
    return zipSync({
      'config.json': text(from || JSON.stringify(layer)),
      'model.weights.h5': kerasFile('unet, Keras 3, .weights.h5'),
    });
  };
  const layer = (class_name: string, config: object = {}, more: object = {}): Uint8Array =>
    changed(
      '',
      JSON.stringify({
        class_name,
        config: { name: 'x', batch_input_shape: [null, 8, 8, 1], ...config },
        ...more,
      }),
    );
  const refusals: [Uint8Array, string][] = [
    [
      layer('Lambda'),
      'got Lambda, which holds Python code that is never run ("x"). A factor is a Rescaling layer.',
    ],
    [layer('Gate'), 'got Gate, which is not there or has not been compared ("x").'],
    [
      layer('Dense', {}, { module: 'my.layers', registered_name: 'My>Dense' }),
      "got Dense, which is none of Keras's own",
    ],
    [layer('Conv2D', { groups: 2 }), 'got Conv2D with groups 2 ("x").'],
    [
      layer('Activation', { activation: 'exponential' }),
      'got Activation with the activation exponential ("x").',
    ],
    [layer('Activation', { activation: 'hard_sigmoid' }), 'with the activation hard_sigmoid'],
    [kerasFile('bilinear'), 'got UpSampling2D with interpolation "bilinear" ("up").'],
    [
      changed('{"class_name": "MyModel", "config": {}}', '{}'),
      'the model must be Functional or Sequential, got MyModel',
    ],
    [kerasFile('notop'), 'loadKerasModel: the file must hold a model, got weights alone.'],
  ];
  for (const [bytes, message] of refusals) await expect(loadKerasModel(bytes)).rejects.toThrow(message);
});
