import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import * as files from 'hilum/node';
import type { Case } from './cases';
import type { Recipe } from './settings';

/** What a classifier and the baseline that has learned the same say of a case: how likely tuberculosis is. */
export interface Judgement {
  readonly probability: number;
  readonly baseline: number;
}

/** A classifier that has learned, and its baseline. */
export interface Fitted {
  readonly predict: (cases: readonly Case[]) => Promise<Judgement[]>;
  /** Where it looks for tuberculosis, over the image. */
  readonly heatMap: (image: hilum.Image) => Promise<hilum.Image>;
}

/** How classifiers are made, and what the report says of it. */
export interface Method {
  /** `name` is what it may be kept under. */
  readonly fit: (train: readonly Case[], run: { name: string; seed: number }) => Promise<Fitted>;
  readonly baselineName: string;
  readonly settings: Record<string, string | number>;
}

/** What a training of some hundred images needs beside the model and its data. */
export interface LearnArgs {
  readonly data: hilum.Dataset;
  readonly samples: number;
  readonly recipe: Recipe;
  /** Phantoms need none of the means against learning images by heart. */
  readonly onPhantoms: boolean;
  readonly seed: number;
}

/** Trains a model for two classes with one output. */
export async function learn(
  model: LayersModel,
  { data, samples, recipe: { batchSize, epochs, rate }, onPhantoms, seed }: LearnArgs,
): Promise<void> {
  const steps = hilum.totalSteps({ samples, batchSize, epochs });
  const optimizer = hilum.adamW({ weightDecay: onPhantoms ? 0.01 : 0.05 });
  await hilum.train(model, {
    data,
    epochs,
    loss: hilum.bceLoss({ labelSmoothing: onPhantoms ? 0 : 0.05 }),
    optimizer,
    schedule: hilum.oneCycleSchedule({
      peak: rate,
      // A short rise leaves most of the run at high rates; it takes a step at least.
      rise: onPhantoms ? 0.3 : Math.max(0.15, 1.5 / steps),
      steps,
    }),
    callbacks: [files.progress(), hilum.weightAverage({ decay: onPhantoms ? 0.98 : 0.99 })],
    seed,
  });
  optimizer.dispose();
}

/** Logistic regression on features of one scale: what any network must be better than. */
export function logistic(
  features: hilum.Features,
  cases: readonly Case[],
): (features: hilum.Features) => ArrayLike<number> {
  const scaler = hilum.standardScaler(features);
  const labels = cases.map(({ label }) => label);
  const regression = hilum.logisticRegression(scaler.transform(features), labels, { C: 0.01 });
  return (others) => regression.predict(scaler.transform(others));
}

/** Grad-CAM for tuberculosis, over the image. */
export async function heatMap(
  model: LayersModel,
  image: hilum.Image,
  args: hilum.GradCamArgs,
): Promise<hilum.Image> {
  const { resized } = await hilum.gradCam(model, image, { classIndex: 1, ...args });
  return hilum.overlayHeatmap(image, resized);
}
