export { checkBackend } from './backends/check-backend';
export type { BackendReport } from './backends/check-backend';
export { selectFeatures } from './core/features';
export type { Features } from './core/features';
export { createRandom } from './core/random';
export type { Random } from './core/random';
export type { LoadedWeights } from './core/loaded-weights';
export type { NamedArrays, SavedArray } from './core/safetensors';
export { sizeMultipleOf } from './core/size-multiple';
export { additiveAspp, aspp } from './layers/aspp';
export type { AsppArgs } from './layers/aspp';
export { attentionGate } from './layers/attention-gate';
export type { AttentionGateArgs, Gate } from './layers/attention-gate';
export { sequence } from './layers/block';
export type { Block } from './layers/block';
export { batchNorm, convBlock } from './layers/conv';
export type { Activation, BatchNormArgs, ConvBlockArgs } from './layers/conv';
export { dilatedConvBlock } from './layers/dilated-conv';
export type { DilatedConvBlockArgs } from './layers/dilated-conv';
export { dropout, spatialDropout } from './layers/dropout';
export type { DropoutArgs } from './layers/dropout';
export { segmentationHead } from './layers/head';
export type { SegmentationHeadArgs } from './layers/head';
export { mlpHead } from './layers/mlp-head';
export type { MlpHeadArgs } from './layers/mlp-head';
export { bottleneckResidualBlock, postactivatedResidualBlock } from './layers/postactivated-residual';
export type { BottleneckResidualBlockArgs } from './layers/postactivated-residual';
export { preactivatedConvBlock, residualBlock, residualStem } from './layers/residual';
export type { PreactivatedConvBlockArgs, ResidualBlockArgs } from './layers/residual';
export {
  downsample,
  downsampleAverage,
  downsampleStrided,
  upsample,
  upsampleTransposed,
} from './layers/resample';
export type { ResampleArgs } from './layers/resample';
export { concurrentSqueezeExcite, spatialSqueezeExcite, squeezeExcite } from './layers/squeeze-excite';
export type { SpatialSqueezeExciteArgs, SqueezeExciteArgs } from './layers/squeeze-excite';
export { upsampleBilinear } from './layers/upsample-bilinear';
export type { BackboneArgs } from './models/backbones/backbone';
export { inceptionResnetV2 } from './models/backbones/inception-resnet-v2';
export { resnet50 } from './models/backbones/resnet50';
export { vgg16 } from './models/backbones/vgg16';
export { classifier } from './models/classifier';
export type { ClassifierArgs } from './models/classifier';
export { copyWeights } from './models/copy-weights';
export type { CopiedWeights } from './models/copy-weights';
export { attentionUnet } from './models/attention-unet';
export type { AttentionUnetArgs } from './models/attention-unet';
export { deepResunet } from './models/deep-resunet';
export type { DeepResunetArgs } from './models/deep-resunet';
export type { SegmentationModelArgs } from './models/encoder-decoder';
export { foldBatchNorm } from './models/fold-batch-norm';
export { freeze, unfreeze } from './models/freeze';
export type { LayerPattern } from './models/freeze';
export { mlp } from './models/mlp';
export type { MlpArgs } from './models/mlp';
export { residualClassifier } from './models/residual-classifier';
export type { ResidualClassifierArgs } from './models/residual-classifier';
export { resunet } from './models/resunet';
export type { ResunetArgs } from './models/resunet';
export { resunetPlusPlus } from './models/resunet-plus-plus';
export type { ResunetPlusPlusArgs } from './models/resunet-plus-plus';
export { withFloat16Weights, withUint8Weights } from './models/quantized-weights';
export { loadSafetensors, saveSafetensors } from './models/safetensors';
export type { LoadSafetensorsArgs } from './models/safetensors';
export { summary } from './models/summary';
export type { Summary, SummaryArgs, SummaryRow } from './models/summary';
export { unet } from './models/unet';
export type { UnetArgs } from './models/unet';
export { unetPlusPlus } from './models/unet-plus-plus';
export type { UnetPlusPlusArgs } from './models/unet-plus-plus';
export { unetWithEncoder } from './models/unet-with-encoder';
export type { UnetWithEncoderArgs } from './models/unet-with-encoder';
export { boundaryLoss, signedDistances } from './losses/boundary';
export { bceDiceLoss, weightedSum } from './losses/combine';
export type { BceDiceLossArgs } from './losses/combine';
export { bceLoss, categoricalCrossEntropyLoss } from './losses/cross-entropy';
export type { BceLossArgs, CategoricalCrossEntropyLossArgs } from './losses/cross-entropy';
export { deepSupervision } from './losses/deep-supervision';
export type { DeepSupervisionArgs } from './losses/deep-supervision';
export { categoricalFocalLoss, focalLoss } from './losses/focal';
export type { CategoricalFocalLossArgs, FocalLossArgs } from './losses/focal';
export { generalizedDiceLoss } from './losses/generalized-dice';
export type { LossFn, MultiOutputLossFn, PixelWeights } from './losses/loss';
export { lovaszHingeLoss } from './losses/lovasz';
export { diceLoss, focalTverskyLoss, jaccardLoss, squaredDiceLoss, tverskyLoss } from './losses/overlap';
export type { FocalTverskyLossArgs, OverlapLossArgs, TverskyLossArgs } from './losses/overlap';
export type { PixelLossArgs } from './losses/weighted-mean';
export { bcaInterval, bootstrapInterval } from './metrics/bootstrap';
export type { BootstrapInterval, BootstrapIntervalArgs } from './metrics/bootstrap';
export {
  adaptiveReliabilityBins,
  brierScore,
  expectedCalibrationError,
  reliabilityBins,
} from './metrics/calibration';
export type { ReliabilityBin, ReliabilityBinsArgs } from './metrics/calibration';
export type { ClassifiedCase } from './metrics/classified-case';
export type { ClassifierScores, Estimate, FoldScores, ScoresByPart } from './metrics/classifier-scores';
export { classificationReport } from './metrics/classification-report';
export type { ClassificationReport, ClassificationReportArgs } from './metrics/classification-report';
export { addClassCounts, addCounts, confusionCounts } from './metrics/confusion';
export type { ConfusionCounts, ThresholdArgs } from './metrics/confusion';
export { confusionMatrix } from './metrics/confusion-matrix';
export type { ConfusionMatrixArgs } from './metrics/confusion-matrix';
export { delongInterval, delongTest } from './metrics/delong';
export type { DelongArgs, DelongInterval, DelongTest } from './metrics/delong';
export { evaluateClassifier } from './metrics/evaluate-classifier';
export type {
  BaselineScores,
  CalibrationBin,
  CalledCase,
  ClassifierEvaluation,
  EvaluateClassifierArgs,
} from './metrics/evaluate-classifier';
export { wilsonInterval } from './metrics/intervals';
export type { Interval, IntervalArgs } from './metrics/intervals';
export { oneVsRest } from './metrics/one-vs-rest';
export type { OneVsRest } from './metrics/one-vs-rest';
export type { ChosenOn, OperatingScores } from './metrics/operating-scores';
export { averagePrecision, precisionRecallCurve } from './metrics/precision-recall';
export type { PrecisionRecallCurve } from './metrics/precision-recall';
export type { ClassRow, ReportRow } from './metrics/report-text';
export { rocAuc, rocCurve } from './metrics/roc';
export type { RocCurve } from './metrics/roc';
export type { RocBandPoint } from './metrics/roc-band';
export type { Share } from './metrics/share-interval';
export { applyTemperature, fitTemperature } from './metrics/temperature';
export type { ApplyTemperatureArgs } from './metrics/temperature';
export { thresholdAtSensitivity, youdenThreshold } from './metrics/thresholds';
export type { OperatingPoint } from './metrics/thresholds';
export { countLabels, countMaps } from './metrics/count-maps';
export type { CountLabelsArgs } from './metrics/count-maps';
export { distanceTransform } from './metrics/distance-transform';
export type { Mask, Spacing, SpacingArgs } from './metrics/distance-transform';
export { dice, iou } from './metrics/overlap';
export {
  accuracyScore,
  cohenKappaScore,
  diceScore,
  fBetaScore,
  iouScore,
  macroScore,
  matthewsScore,
  microScore,
  precisionScore,
  recallScore,
  specificityScore,
} from './metrics/scores';
export type { FBetaScoreArgs, MacroScoreArgs, Score } from './metrics/scores';
export {
  averageSurfaceDistance,
  hausdorffDistance,
  hausdorffDistance95,
  surfaceDice,
  surfaceDistances,
} from './metrics/surface-distance';
export type { SurfaceDiceArgs, SurfaceDistances } from './metrics/surface-distance';
export { inceptionResnetV2Input, resnet50Input, vgg16Input } from './data/backbone-input';
export { prefixNames, suffixNames } from './data/affix-names';
export type { Border } from './data/border';
export { clahe } from './data/clahe';
export type { ClaheArgs } from './data/clahe';
export { parseClinicalReading } from './data/clinical-reading';
export type { ClinicalReading } from './data/clinical-reading';
export { contentHash, hashDistance, perceptualHash } from './data/image-hash';
export { createImage } from './data/image';
export type { CreateImageArgs, Image, PixelData } from './data/image';
export { crop, padToMultiple } from './data/crop';
export type { CropArgs, PadToMultipleArgs } from './data/crop';
export { cropToMask, maskBox, toAspect } from './data/crop-to-mask';
export type { Box, CropToMaskArgs } from './data/crop-to-mask';
export { parseCsv } from './data/csv';
export type { CsvRow, ParseCsvArgs } from './data/csv';
export type { DatasetProblem } from './data/dataset-problems';
export type { DatasetRow, ImageMeasures } from './data/dataset-row';
export { datasetTable } from './data/dataset-table';
export { toDepth8 } from './data/depth';
export { describeDataset } from './data/describe-dataset';
export type {
  DatasetDescription,
  DatasetItem,
  DescribeDatasetArgs,
  UnreadableItem,
} from './data/describe-dataset';
export { equalizeHistogram } from './data/equalize';
export { gaussianBlur } from './data/gaussian-blur';
export type { GaussianBlurArgs } from './data/gaussian-blur';
export { toGrey } from './data/grey';
export { adjustBrightnessContrast, scaleIntensity } from './data/intensity';
export type { AdjustBrightnessContrastArgs, ScaleIntensityArgs } from './data/intensity';
export { jsrtNames } from './data/jsrt-names';
export { labelsFromCsv } from './data/labels-from-csv';
export type { LabelsFromCsvArgs } from './data/labels-from-csv';
export { maskOutside } from './data/mask-outside';
export type { MaskOutsideArgs } from './data/mask-outside';
export { medianBlur } from './data/median-blur';
export type { MedianBlurArgs } from './data/median-blur';
export {
  labelOf,
  mergedNames,
  montgomeryNames,
  patientOf,
  sameNames,
  shenzhenNames,
  sourceOf,
  stemOf,
} from './data/naming';
export type { Naming, NamingRule } from './data/naming';
export { pairByName } from './data/pairing';
export type { Ambiguity, Pair, Pairing } from './data/pairing';
export { rescale } from './data/rescale';
export type { RescaleArgs } from './data/rescale';
export type { ResizeArgs } from './data/resize';
export { resizeArea } from './data/resize-area';
export { resizeBilinear } from './data/resize-bilinear';
export { resizeCubic } from './data/resize-cubic';
export { resizeNearest } from './data/resize-nearest';
export type { OutsideArgs } from './data/sampler';
export { standardize } from './data/standardize';
export type { StandardizeArgs } from './data/standardize';
export { applySplit, saveSplit } from './data/saved-split';
export type { SavedSplit } from './data/saved-split';
export { splitDataset } from './data/split';
export type { Split, SplitDatasetArgs, SplitPart } from './data/split';
export { nearDuplicates } from './data/near-duplicates';
export type { NearDuplicatesArgs } from './data/near-duplicates';
export { splitByHash } from './data/split-by-hash';
export type { SplitByHashArgs } from './data/split-by-hash';
export type { DealArgs } from './data/deal';
export { kFold } from './data/folds';
export type { Fold, KFoldArgs } from './data/folds';
export { mixDatasets } from './data/mix-datasets';
export { oversample } from './data/oversample';
export type { OversampleArgs } from './data/oversample';
export { oneHotLabels, stackMasks } from './data/structures';
export { threshold } from './data/threshold';
export type { ThresholdImageArgs } from './data/threshold';
export { unite } from './data/unite';
export { invertAffine, warpAffine, warpAffineNearest } from './data/warp-affine';
export type { AffineMatrix, WarpAffineArgs } from './data/warp-affine';
export { withLabels } from './data/with-labels';
export { windowPercentiles } from './data/window-percentiles';
export type { WindowPercentilesArgs } from './data/window-percentiles';
export { affine } from './data/augment/affine';
export type { AffineArgs } from './data/augment/affine';
export { biasField } from './data/augment/bias-field';
export type { BiasFieldArgs } from './data/augment/bias-field';
export { coarseDropout } from './data/augment/coarse-dropout';
export type { CoarseDropoutArgs } from './data/augment/coarse-dropout';
export { compose, maybe, oneOf } from './data/augment/compose';
export { elastic } from './data/augment/elastic';
export type { ElasticArgs } from './data/augment/elastic';
export { blur, localContrast, sharpen } from './data/augment/filter';
export type { BlurArgs, LocalContrastArgs, SharpenArgs } from './data/augment/filter';
export { flipHorizontal, flipVertical } from './data/augment/flip';
export type { FlipArgs } from './data/augment/flip';
export { gridDistortion } from './data/augment/grid-distortion';
export type { GridDistortionArgs } from './data/augment/grid-distortion';
export { histogramMatching } from './data/augment/histogram-matching';
export type { HistogramMatchingArgs } from './data/augment/histogram-matching';
export { cutMix, mixUp } from './data/augment/mix';
export type { MixArgs } from './data/augment/mix';
export { gaussianNoise, poissonNoise, referenceNoise } from './data/augment/noise';
export type { GaussianNoiseArgs, PoissonNoiseArgs } from './data/augment/noise';
export { perspective } from './data/augment/perspective';
export type { PerspectiveArgs } from './data/augment/perspective';
export { createAugmentation } from './data/augment/plan';
export type { CreateAugmentationArgs } from './data/augment/plan';
export { randomCrop, randomResizedCrop } from './data/augment/random-crop';
export type { RandomResizedCropArgs } from './data/augment/random-crop';
export type { Range } from './data/augment/range';
export { recordDraws, replay } from './data/augment/record';
export { brightnessContrast, gainBias } from './data/augment/reference-contrast';
export type { BrightnessContrastArgs, GainBiasArgs } from './data/augment/reference-contrast';
export { brightness, contrast, gamma } from './data/augment/tone';
export type { BrightnessArgs, ContrastArgs, GammaArgs } from './data/augment/tone';
export { chestPhantom } from './data/phantom';
export type { ChestPhantom, ChestPhantomArgs } from './data/phantom';
export type {
  Augmentation,
  Change,
  Displacement,
  Drawn,
  DrawnNumbers,
  Geometry,
  Matrix,
  Plan,
  Sample,
  Size,
  Target,
} from './data/sample';
export { toRgb } from './data/rgb';
export { prepareImage, prepareMask } from './data/prepare';
export type { PrepareArgs } from './data/prepare';
export { extractFeatures } from './inference/extract-features';
export type { ExtractFeaturesArgs, FeatureStore, NamedImage } from './inference/extract-features';
export type { ClassMap } from './inference/class-score';
export { gradCam } from './inference/grad-cam';
export type { GradCamArgs } from './inference/grad-cam';
export { overlayHeatmap } from './inference/heatmap';
export type { OverlayHeatmapArgs } from './inference/heatmap';
export type { NetworkInputArgs } from './inference/network-input';
export { occlusionMap } from './inference/occlusion-map';
export type { OcclusionMapArgs } from './inference/occlusion-map';
export { overlay } from './inference/overlay';
export type { Color, OverlayArgs } from './inference/overlay';
export { segment } from './inference/segment';
export type { SegmentArgs, Segmentation } from './inference/segment';
export { batches } from './data/dataset';
export type { Batch, BatchesArgs, Dataset } from './data/dataset';
export { adamW } from './training/adam-w';
export type { AdamWArgs } from './training/adam-w';
export { bestWeights } from './training/best-weights';
export type { BestWeightsArgs } from './training/best-weights';
export { modelOf } from './training/checkpoint';
export type { Checkpoint } from './training/checkpoint';
export { checkpoints, memoryStore } from './training/checkpoints';
export type { CheckpointMoment, Checkpoints, CheckpointsArgs, CheckpointStore } from './training/checkpoints';
export { clipByGlobalNorm, clipByValue } from './training/clip';
export { crossValidate } from './training/cross-validate';
export type { OutOfFold } from './training/cross-validate';
export { earlyStopping } from './training/early-stopping';
export type { EarlyStoppingArgs } from './training/early-stopping';
export { evaluate, evaluationColumns } from './training/evaluate';
export type { EvaluateArgs, EvaluatedMasks, EvaluationColumn, Predictor } from './training/evaluate';
export { filterEvaluation } from './training/evaluation';
export type {
  Evaluation,
  EvaluationRow,
  EvaluationSummary,
  NamedScore,
  ScoreStatistics,
} from './training/evaluation';
export { evaluationCsv, evaluationTable } from './training/evaluation-text';
export type { EpochBegin, EpochEnd, Logs, StepEnd, TrainCallback, Training } from './training/events';
export { findLearningRate } from './training/find-learning-rate';
export type { FindLearningRateArgs, LearningRateCurve } from './training/find-learning-rate';
export type { GradientTransform } from './training/gradients';
export type { Schedule } from './training/learning-rate';
export { indexedDbStore } from './training/indexed-db-store';
export { logisticRegression } from './training/logistic-regression';
export type { LogisticRegression, LogisticRegressionArgs } from './training/logistic-regression';
export { plateau } from './training/plateau';
export type { PlateauArgs } from './training/plateau';
export {
  constantSchedule,
  cosineSchedule,
  oneCycleSchedule,
  polynomialSchedule,
  stepSchedule,
  totalSteps,
  warmUp,
} from './training/schedules';
export type {
  CosineScheduleArgs,
  OneCycleScheduleArgs,
  PolynomialScheduleArgs,
  StepScheduleArgs,
  TotalStepsArgs,
  WarmUpArgs,
} from './training/schedules';
export { sgd } from './training/sgd';
export type { SgdArgs } from './training/sgd';
export { standardScaler } from './training/standard-scaler';
export type { StandardScaler } from './training/standard-scaler';
export { train } from './training/train';
export type { TrainArgs } from './training/train';
export { weightAverage } from './training/weight-average';
export type { WeightAverageArgs } from './training/weight-average';
export type { Decays } from './training/weight-decay';
export type { TrainHistory } from './training/run-state';
