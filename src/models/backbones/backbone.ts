import { input, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { check, checkInteger, checkType } from '../../core/check';
import type { Block } from '../../layers/block';
import { apply, heUniform } from '../../layers/conv';

type Conv2DArgs = Parameters<typeof layers.conv2d>[0];

/** What every backbone takes. */
export interface BackboneArgs {
  /** Height, width and channels of the images; `null` for a height or width not known yet. */
  inputShape?: readonly [number | null, number | null, number] | undefined;
  /** The same seed gives the same weights on every run. Default: new ones on every call. */
  seed?: number | undefined;
  /**
   * What kernels begin with. Default: uniform with variance 2 / fan-in (He et al.). `'zeros'` saves the time of
   * drawing millions of numbers where weights are loaded right after.
   */
  kernelInitializer?: Conv2DArgs['kernelInitializer'] | undefined;
}

/** The image that a backbone begins with, no smaller than `minimum` in height and width. */
export function backboneInput(
  caller: string,
  inputShape: NonNullable<BackboneArgs['inputShape']>,
  minimum: number,
  name = `${caller}_input`,
): SymbolicTensor {
  checkType(
    Array.isArray(inputShape) && (inputShape as readonly unknown[]).length === 3,
    `${caller}: inputShape must be [height, width, channels], got ${JSON.stringify(inputShape)}. Use null for an unknown size.`,
  );
  const [height, width, channels] = inputShape;
  checkInteger(caller, 'the channels of inputShape', channels, 1);
  check(
    [height, width].every((size) => size === null || (Number.isInteger(size) && size >= minimum)),
    `${caller}: height and width of inputShape must be integers of at least ${minimum}, or null, got [${[height, width].map(String).join(', ')}].`,
  );
  return input({ shape: [height, width, channels], name });
}

/** Convolutions of the block's name that begin as `args` has it. */
export function convolutions({
  seed,
  kernelInitializer,
}: BackboneArgs): (args: Omit<Conv2DArgs, 'kernelInitializer'>) => Block {
  return (args) => (x, name) =>
    apply(layers.conv2d({ ...args, kernelInitializer: kernelInitializer ?? heUniform(name, seed), name }), x);
}
