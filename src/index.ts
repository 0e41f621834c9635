export { createRandom } from './core/random';
export type { Random } from './core/random';
export { sizeMultipleOf } from './core/size-multiple';
export { sequence } from './layers/block';
export type { Block } from './layers/block';
export { batchNorm, convBlock } from './layers/conv';
export type { Activation, BatchNormArgs, ConvBlockArgs } from './layers/conv';
export { segmentationHead } from './layers/head';
export type { SegmentationHeadArgs } from './layers/head';
export { preactivatedConvBlock, residualBlock, residualStem } from './layers/residual';
export type { PreactivatedConvBlockArgs, ResidualBlockArgs } from './layers/residual';
export { downsample, upsample, upsampleTransposed } from './layers/resample';
export type { UpsampleTransposedArgs } from './layers/resample';
export type { SegmentationModelArgs } from './models/encoder-decoder';
export { resunet } from './models/resunet';
export type { ResunetArgs } from './models/resunet';
export { unet } from './models/unet';
export type { UnetArgs } from './models/unet';
export { bceDiceLoss, weightedSum } from './losses/combine';
export { bceLoss } from './losses/cross-entropy';
export type { BceLossArgs } from './losses/cross-entropy';
export type { LossFn } from './losses/loss';
export { diceLoss, jaccardLoss, squaredDiceLoss, tverskyLoss } from './losses/overlap';
export type { OverlapLossArgs, TverskyLossArgs } from './losses/overlap';
export { addCounts, confusionCounts, countsFrom, countsTensor } from './metrics/confusion';
export type { ConfusionCounts, ThresholdArgs } from './metrics/confusion';
export { dice, iou } from './metrics/overlap';
export {
  accuracyScore,
  diceScore,
  iouScore,
  precisionScore,
  recallScore,
  specificityScore,
} from './metrics/scores';
export { createImage } from './data/image';
export type { CreateImageArgs, Image, PixelData } from './data/image';
export type { Augmentation, Sample } from './data/sample';
export { toRgb } from './data/rgb';
export { contactSheet } from './inference/contact-sheet';
export type { ContactSheetArgs } from './inference/contact-sheet';
export { overlay } from './inference/overlay';
export type { Color, OverlayArgs } from './inference/overlay';
export { batches } from './data/dataset';
export type { Batch, BatchesArgs, Dataset } from './data/dataset';
export { bestWeights } from './training/best-weights';
export type { BestWeightsArgs } from './training/best-weights';
export { earlyStopping } from './training/early-stopping';
export type { EarlyStoppingArgs } from './training/early-stopping';
export type { EpochBegin, EpochEnd, Logs, StepEnd, TrainCallback, Training } from './training/events';
export type { Schedule } from './training/learning-rate';
export { plateau } from './training/plateau';
export type { PlateauArgs } from './training/plateau';
export { train } from './training/train';
export type { TrainArgs, TrainHistory } from './training/train';
