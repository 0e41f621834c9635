import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import { apply } from './conv';

/**
 * Doubles height and width by linear interpolation between the centres of pixels, the border repeated outwards:
 * `[B, H, W, C]` → `[B, 2H, 2W, C]`. Along each axis an output is ¾ of the nearest input and ¼ of the next one, and
 * at the border the nearest alone: PyTorch's `Upsample(scale_factor=2, mode='bilinear', align_corners=False)`, at
 * every pixel. (The bilinear `upSampling2d` of TensorFlow.js has another grid.)
 *
 * Order of layers, for the height and then for the width: every pixel twice, and inside the border a [1 2 1]/4 blur
 * (two means of two) in place of them; the layers are named `name_height_…` and `name_width_…`, without
 * weights. Dearer than {@link upsample}, by about ten passes over the result.
 *
 * @example
 * ```ts
 * import { unet, upsampleBilinear } from 'hilum';
 *
 * unet({ inputShape: [32, 32, 1], filters: [2, 4], up: upsampleBilinear }).dispose();
 * ```
 */
export function upsampleBilinear(): Block {
  return (x, name) => doubled(doubled(x, `${name}_height`, 0), `${name}_width`, 1);
}

/** Twice as long along height (axis 0) or width (1). */
function doubled(x: SymbolicTensor, name: string, axis: 0 | 1): SymbolicTensor {
  const part = (label: string) => ({ name: `${name}_${label}` });
  const along = <T>(here: T, across: T): [T, T] => (axis === 0 ? [here, across] : [across, here]);
  const rim = along<[number, number]>([1, 1], [0, 0]);
  const pad = (label: string) => layers.zeroPadding2d({ padding: rim, ...part(label) });
  const mean = (label: string) =>
    layers.averagePooling2d({ poolSize: along(2, 1), strides: [1, 1], ...part(label) });

  const nearest = apply(layers.upSampling2d({ size: along(2, 1), ...part('nearest') }), x);
  const blurred = apply(mean('mean2'), apply(mean('mean1'), apply(pad('pad1'), nearest)));
  // The zeros darken the border, and tfjs divides the gradient of a padded pooling by the wrong number. So the blur
  // changes the inside only: nearest + pad(inside of (blurred − nearest)).
  const minus = apply(layers.rescaling({ scale: -1, ...part('minus') }), nearest);
  const change = apply(layers.add(part('change')), [blurred, minus]);
  const inside = apply(layers.cropping2D({ cropping: rim, ...part('inside') }), change);
  return apply(layers.add(part('add')), [nearest, apply(pad('pad2'), inside)]);
}
