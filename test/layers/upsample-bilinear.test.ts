import { upsampleBilinear } from 'hilum';
import { testBlock } from '../battery';
import { testAgainstPyTorch } from './reference';

testBlock('upsampleBilinear', {
  build: upsampleBilinear,
  inputShape: [2, 3, 4, 2],
  outputShape: [2, 6, 8, 2],
  parameters: 0,
});

testAgainstPyTorch(
  'upsampleBilinear',
  () =>
    ([x], name) =>
      upsampleBilinear()(x!, name),
);
