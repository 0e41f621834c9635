import '@tensorflow/tfjs-backend-cpu';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { convBlock, downsample, upsample, type Block, type Gate } from 'hilum';
import { expect, it } from 'vitest';
import { encoderDecoder } from '../../src/models/encoder-decoder';

it('goes down level by level, through the bottleneck, and up again, each part told its level and name', () => {
  const told: string[] = [];
  const note =
    (label: string, block: Block): Block =>
    (x, name) => {
      told.push(`${label} ${name} [${x.shape.slice(1).join(', ')}]`);
      return block(x, name);
    };
  const conv = (level: number): Block => convBlock({ filters: level + 1 });
  const model = encoderDecoder({
    caller: 'test',
    inputShape: [4, 8, 1],
    filters: [1, 2, 3],
    name: 'm',
    encoder: (level) =>
      note(`encoder ${level}`, (x, name) => conv(level)(level ? downsample()(x, `${name}_pool`) : x, name)),
    bottleneck: note('bottleneck', conv(4)),
    up: (level) => note(`up ${level}`, upsample()),
    decoder: (level) => note(`decoder ${level}`, conv(level)),
  });
  expect(told).toEqual([
    'encoder 0 m_encoder1 [4, 8, 1]',
    'encoder 1 m_encoder2 [4, 8, 1]',
    'encoder 2 m_encoder3 [2, 4, 2]',
    'bottleneck m_bottleneck [1, 2, 3]',
    'up 1 m_up2 [1, 2, 5]',
    'decoder 1 m_decoder2 [2, 4, 7]',
    'up 0 m_up1 [2, 4, 2]',
    'decoder 0 m_decoder1 [4, 8, 3]',
  ]);
  model.dispose();
});

it('hands each gate its map, the other one, and a name, and joins what it gives', () => {
  const told: string[] = [];
  const note =
    (label: string, filters: number) =>
    (level: number): Gate =>
    (x, other, name) => {
      told.push(
        `${label} ${level} ${name} [${x.shape.slice(1).join(', ')}] by [${other.shape.slice(1).join(', ')}]`,
      );
      return convBlock({ filters })(x, name);
    };
  const model = encoderDecoder({
    caller: 'test',
    inputShape: [4, 8, 1],
    filters: [2, 3],
    name: 'm',
    encoder: (level) => (x, name) =>
      convBlock({ filters: level + 2 })(level ? downsample()(x, `${name}_pool`) : x, name),
    below: note('below', 6),
    up: upsample,
    skip: note('skip', 5),
    decoder: () => convBlock({ filters: 1 }),
  });
  expect(told).toEqual(['below 0 m_below1 [2, 4, 3] by [4, 8, 2]', 'skip 0 m_skip1 [4, 8, 2] by [2, 4, 3]']);
  expect((model.getLayer('m_concat1').output as SymbolicTensor).shape).toEqual([null, 4, 8, 6 + 5]);
  model.dispose();
});

it('names the caller in its messages', () => {
  const part = (): Block => (x) => x;
  const args = { caller: 'mine', name: 'm', filters: [1, 1], encoder: part, up: part, decoder: part };
  expect(() => encoderDecoder({ ...args, inputShape: [3, 4, 1] })).toThrow(
    'mine: input height and width must be divisible by 2, got [3, 4]. Pad to [4, 4] (padToMultiple).',
  );
});
