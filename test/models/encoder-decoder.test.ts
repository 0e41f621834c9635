import '@tensorflow/tfjs-backend-cpu';
import { convBlock, downsample, upsample, type Block } from 'hilum';
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

it('names the caller in its messages', () => {
  const part = (): Block => (x) => x;
  const args = { caller: 'mine', name: 'm', filters: [1, 1], encoder: part, up: part, decoder: part };
  expect(() => encoderDecoder({ ...args, inputShape: [3, 4, 1] })).toThrow(
    'mine: input height and width must be divisible by 2, got [3, 4]. Pad to [4, 4] (padToMultiple).',
  );
});
