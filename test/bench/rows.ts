import { layers, model, input, type LayersModel } from '@tensorflow/tfjs-layers';
import { inceptionResnetV2, resnet50, resunet, unet, vgg16 } from 'hilum';
import type { JobArgs } from './job';
import type { PeerName } from './peer';

/** A peer to hold our time against, and the least number of times we must be faster than it. */
export interface Rival {
  readonly title: string;
  /** Several: the faster of them counts. */
  readonly peers: readonly PeerName[];
  readonly atLeast: number;
  /** Where the work would take the rival too long: what it is timed at, to be scaled by multiply-adds. */
  readonly smaller?: () => JobArgs;
}

/** One kind of work, timed side by side with its rivals. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly job: () => JobArgs;
  readonly rivals: readonly Rival[];
  readonly rounds: number;
}

const torch: readonly PeerName[] = ['torch-contiguous', 'torch-channels_last'];

/** What issue "WASM kernels" asks to reach; ratios below 1 allow us that much more time than the rival takes. */
export const rows: readonly Row[] = [
  predict('unet', 'U-Net', unet, 4),
  predict('resunet', 'ResUNet', resunet, 3.5),
  folded(predict('resunet', 'ResUNet', resunet, 3.5)),
  features('vgg16', 'VGG16', vgg16, 2.5),
  // Who wants features fast folds: that is held to the target. Unfolded these two show what the kernels do alone.
  features('resnet50', 'ResNet50', resnet50, 0),
  folded(features('resnet50', 'ResNet50', resnet50, 2.5)),
  features('inception', 'InceptionResNetV2', inceptionResnetV2, 0),
  folded(features('inception', 'InceptionResNetV2', inceptionResnetV2, 2.5)),
  // As extractFeatures computes them: the images of a batch share what is done once for the weights.
  inBatches(features('vgg16', 'VGG16', vgg16, 2.5)),
  inBatches(folded(features('resnet50', 'ResNet50', resnet50, 2.5))),
  inBatches(folded(features('inception', 'InceptionResNetV2', inceptionResnetV2, 2.5))),
  train('unet', 'U-Net', unet),
  train('resunet', 'ResUNet', resunet),
  {
    name: 'train-unet-64',
    title: 'training step, U-Net, 64×64, batch 4',
    job: () => segmentation('train', unet, 64, 4),
    rivals: [
      {
        title: 'tfjs cpu',
        peers: ['cpu'],
        atLeast: 1000,
        smaller: () => segmentation('train', unet, 16, 1),
      },
    ],
    rounds: 5,
  },
  {
    name: 'dense',
    title: 'MLP head on 25,088 features, forward and backward, batch 32',
    job: () => ({ work: 'gradients', model: mlpHead(), batch: 32, loss: 'crossEntropy' }),
    rivals: [
      { title: 'tfjs WASM', peers: ['stock'], atLeast: 5 },
      { title: 'PyTorch', peers: torch.slice(0, 1), atLeast: 0 },
    ],
    rounds: 25,
  },
];

type Build = (args: { inputShape: [number, number, number] }) => LayersModel;

function segmentation(work: JobArgs['work'], build: Build, size: number, batch: number): JobArgs {
  return { work, model: build({ inputShape: [size, size, 1] }), batch, loss: 'dice' };
}

function predict(name: string, title: string, build: Build, overStock: number): Row {
  return {
    name: `predict-${name}`,
    title: `predict, ${title}, 256×256`,
    job: () => segmentation('predict', build, 256, 1),
    rivals: [
      { title: 'tfjs WASM', peers: ['stock'], atLeast: overStock },
      { title: 'onnxruntime-web WASM', peers: ['onnx'], atLeast: 3 },
      { title: 'PyTorch', peers: torch, atLeast: 1 / 1.2 },
    ],
    rounds: 15,
  };
}

function features(name: string, title: string, build: Build, overStock: number): Row {
  return {
    name: `features-${name}`,
    title: `features, ${title}, 224×224`,
    job: () => ({ work: 'predict', model: build({ inputShape: [224, 224, 3] }), batch: 1, loss: 'dice' }),
    rivals: [
      { title: 'tfjs WASM', peers: ['stock'], atLeast: overStock },
      { title: 'PyTorch', peers: torch, atLeast: 0 },
    ],
    rounds: 11,
  };
}

/** The same row, hilum with `foldBatchNorm`, its rivals with the model as it is; and tfjs with the folded one too. */
function folded({ name, title, job, rivals, rounds }: Row): Row {
  return {
    name: `${name}-folded`,
    title: `${title}, folded`,
    job: () => ({ ...job(), fold: true }),
    rivals: [
      ...rivals.map((rival) => ({ ...rival, title: `${rival.title}, not folded by us` })),
      { title: 'tfjs WASM, folded too', peers: ['stock-folded'], atLeast: 0 },
    ],
    rounds,
  };
}

/** The same row with eight images, and only the first of its rivals. */
function inBatches({ name, title, job, rivals }: Row): Row {
  return {
    name: `${name}-8`,
    title: title.replace('224×224', '8 images of 224×224'),
    job: () => ({ ...job(), batch: 8 }),
    rivals: rivals.slice(0, 1),
    rounds: 5,
  };
}

function train(name: string, title: string, build: Build): Row {
  return {
    name: `train-${name}`,
    title: `training step, ${title}, 256×256, batch 4, Adam`,
    job: () => segmentation('train', build, 256, 4),
    rivals: [{ title: 'PyTorch', peers: torch, atLeast: 1 / 1.4 }],
    rounds: 5,
  };
}

/** The layers of numerics.md: 5,056,787 parameters. */
function mlpHead(): LayersModel {
  const features = input({ shape: [25088], name: 'features' });
  const widths = [200, 120, 80, 50, 20, 5];
  const hidden = widths.reduce(
    (x, units, i) =>
      layers.dense({ units, activation: 'relu', name: `dense${i + 1}` }).apply(x) as typeof features,
    features,
  );
  const outputs = layers.dense({ units: 2, activation: 'softmax', name: 'classes' }).apply(hidden);
  return model({ inputs: features, outputs: outputs as typeof features, name: 'mlp_head' });
}
