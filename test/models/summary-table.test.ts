import '@tensorflow/tfjs-backend-cpu';
import { freeze, summary, unet } from 'hilum';
import { expect, it } from 'vitest';

it('prints a line a layer, numbers to the right, and what they come to', () => {
  const model = unet({ inputShape: [16, 16, 1], filters: [32], name: 'm' });
  expect(String(summary(model))).toBe(
    [
      'layer             kind        output           parameters  multiply-adds   memory',
      '─────────────────────────────────────────────────────────────────────────────────',
      'm_input           InputLayer  [1, 16, 16, 1]            0              0   1.0 kB',
      'm_encoder1_conv1  Conv2D      [1, 16, 16, 32]         320         73,728  32.8 kB',
      'm_encoder1_conv2  Conv2D      [1, 16, 16, 32]       9,248      2,359,296  32.8 kB',
      'm_head            Conv2D      [1, 16, 16, 1]           33          8,192   1.0 kB',
      '─────────────────────────────────────────────────────────────────────────────────',
      'parameters     9,601',
      'multiply-adds  2,441,216',
      'memory         weights 38.4 kB, prediction 66.6 kB more at most, all outputs 67.6 kB',
    ].join('\n'),
  );
  model.dispose();
});

it('says how many parameters do not train', () => {
  const model = unet({ inputShape: [256, 256, 1], filters: [8] });
  freeze(model, /_head$/);
  expect(String(summary(model))).toContain('\nparameters     673, 9 of them not trained\n');
  expect(String(summary(model))).toContain('2.1 MB');
  model.dispose();
});
