import '@tensorflow/tfjs-backend-cpu';
import { zeros } from '@tensorflow/tfjs-core';
import { chestPhantom, prepareImage, rescale, resnet50Input, unet } from 'hilum';
import { expect, it } from 'vitest';
import { networkInput } from '../../src/inference/network-input';

const { image } = chestPhantom({ seed: 1, size: 48 });

it('prepares and normalises for the size of the model, or that of the image where it is open', () => {
  const fixed = unet({ inputShape: [16, 32, 1], filters: [2] });
  expect(networkInput('test', fixed, image, {})).toEqual(
    rescale(prepareImage(image, { width: 32, height: 16 })),
  );
  const open = unet({ inputShape: [null, null, 1], filters: [2] });
  expect(networkInput('test', open, image, {}).width).toBe(48);
  expect(networkInput('test', open, image, { size: { width: 40, height: 24 } }).height).toBe(24);
});

it('refuses other channels than the model takes', () => {
  const open = unet({ inputShape: [null, null, 1], filters: [2] });
  expect(() => networkInput('test', open, image, { normalize: resnet50Input })).toThrow(
    'test: the image must have the 1 channels that the model takes, got 3. Change them in normalize.',
  );
});

it('says what it got instead of an image', () => {
  const open = unet({ inputShape: [null, null, 1], filters: [2] });
  const tensor = zeros([1, 8, 8, 1]);
  for (const [given, kind] of [
    [undefined, 'undefined'],
    [null, 'null'],
    ['a.png', '"a.png"'],
    [tensor, 'a tensor [1, 8, 8, 1]'],
    [{ name: 'a', image }, 'an object with name, image'],
    [[image, image], 'a list of 2'],
    [{ width: 4, height: 4, data: new Uint8Array(16) }, 'an object with width, height, data'],
  ] as const)
    expect(() => networkInput('test', open, given as never, {}), kind).toThrow(
      new TypeError(
        `test: image must be an Image of width, height, channels and data, got ${kind}. Give the image of a sample, one image at a time; createImage makes one of numbers.`,
      ),
    );
  tensor.dispose();
});
