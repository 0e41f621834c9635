/**
 * Tuberculosis or not: trains a classifier, scores it on patients that it has not seen, and writes one report of it.
 *
 *   npx tsx examples/diagnose-tuberculosis.ts                         on phantoms: nothing to download, a few minutes
 *   npx tsx examples/diagnose-tuberculosis.ts --data DIR              on the images in DIR/CXR_png, or in DIR itself
 *   … --weights FILE.h5 --backbone vgg16                              features of a pretrained network, and an MLP
 *   … --hold-out-source Montgomery                                    learns from all other sources, is tested on it
 *   … --lungs out/model                                               looks at the lungs alone, found by that model
 *
 * Without --weights a small residual network is trained end to end. Writes into out/diagnose-tuberculosis/: report.html
 * and report.json, and dataset.html, which describes the images. Exits 1 when the AUC is below the target.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { layers, loadLayersModel, model as modelOf, type LayersModel } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import { loadKerasWeights, loadKerasWeightsByOrder } from 'hilum/keras';
import * as files from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

// Whatever goes wrong ends in its sentence, without a stack.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' }, //                folder of images whose names end in _0 or _1; default phantoms
    weights: { type: 'string' }, //             Keras weights of the backbone, .h5; default none: trains end to end
    backbone: { type: 'string', default: 'vgg16' }, //  vgg16, resnet50 or inceptionResnetV2
    layer: { type: 'string' }, //               whose features are taken; default the last of the backbone
    pooling: { type: 'string', default: 'average' }, // average, max or flatten
    hidden: { type: 'string', default: '64' }, //       units of the MLP; the reference: 200,120,80,50,20,5
    lungs: { type: 'string' }, //               folder of a model that segments lungs: images are cut to them
    'hold-out-source': { type: 'string' }, //   learns from all other sources and is tested on this one
    size: { type: 'string' }, //                side of what the network sees, in pixels
    filters: { type: 'string' }, //             width of each stage of the residual network
    epochs: { type: 'string' },
    batch: { type: 'string' },
    rate: { type: 'string' }, //              highest learning rate of the one cycle
    folds: { type: 'string', default: '5' },
    sensitivity: { type: 'string', default: '0.9' }, // share of the ill that the threshold is to find
    patients: { type: 'string', default: '400' }, //    number of phantoms' patients, with two images each
    seed: { type: 'string', default: '0' }, //          same seed, same numbers
    target: { type: 'string' }, //              AUC below it exits 1; default 0.95 on phantoms
    out: { type: 'string', default: 'out/diagnose-tuberculosis' },
  },
});
const onPhantoms = given.data === undefined;
const endToEnd = given.weights === undefined;
const knobs = {
  size: endToEnd ? (onPhantoms ? '64' : '128') : given.backbone === 'inceptionResnetV2' ? '299' : '224',
  filters: onPhantoms ? '16,32,64' : '16,32,64,128',
  epochs: endToEnd ? (onPhantoms ? '11' : '40') : '60',
  batch: onPhantoms ? '8' : '16',
  rate: onPhantoms ? '0.01' : '0.003',
  target: onPhantoms && endToEnd ? '0.95' : '0',
  ...given,
};
const [side, epochs, batchSize] = [integer('size', 8), integer('epochs', 1), integer('batch', 1)];
const [folds, seed] = [integer('folds', 2), integer('seed', 0)];
const size = { width: side, height: side };
const classNames = ['normal', 'tuberculosis'] as const;

/** An image as the network sees it, what is known of it, and how to get it back to show it. */
interface Case {
  readonly name: string;
  readonly patient: string;
  readonly source: string;
  readonly label: 0 | 1;
  readonly image: hilum.Image;
  readonly original: () => Promise<hilum.Image>;
}

/** What there is to learn from. */
interface Collection {
  readonly cases: Case[];
  readonly skipped: files.SkippedFile[];
}

/** Two classifiers that have learned the same: the one that the report is about, and the baseline. */
interface Fitted {
  readonly predict: (cases: readonly Case[]) => Promise<{ probability: number; baseline: number }[]>;
  /** Where it looks for tuberculosis. */
  readonly heatMap: (image: hilum.Image) => Promise<hilum.Image>;
}
type Fit = (train: readonly Case[], run: number) => Promise<Fitted>;

/** How classifiers are made, and what the report says of it. */
interface Method {
  readonly fit: Fit;
  readonly baselineName: string;
  readonly settings: Record<string, string | number>;
}

/** A finding must not be told by the exposure: histograms are levelled. */
const prepare = (image: hilum.Image): hilum.Image => hilum.prepareImage(image, size);

// ── Data ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Patients who do not exist, in two clinics with other devices: of each an earlier film without opacities and a later one
 * with them, so that nothing else about a patient tells the label. They are cut to the lungs, whose masks are known.
 */
function phantoms(patients: number): Collection {
  const retake = hilum.affine({
    rotationRange: [-3, 3],
    scaleRange: [0.97, 1.03],
    shiftRange: [-0.02, 0.02],
  });
  const cases = Array.from({ length: 2 * patients }, (_, index): Case => {
    const number = index >> 1;
    const [patient, source] = [`phantom-${number}`, number % 2 === 1 ? 'south' : 'north'];
    const drawn = { seed: `${seed}-${number}`, size: 128, tuberculosis: index % 2 === 1 };
    const random = hilum.createRandom(`${seed} film ${index}`);
    const { image, mask } = retake(hilum.chestPhantom(drawn), random);
    const lungs = hilum.cropToMask(image, { mask, reshape: hilum.toAspect(1) });
    // The device of the south is brighter and has less contrast.
    const device = { brightness: 10, contrast: -10 };
    const film = source === 'south' ? hilum.adjustBrightnessContrast(lungs, device) : lungs;
    return {
      name: `${patient}-film-${1 + (index % 2)}`,
      patient,
      source,
      label: index % 2 === 1 ? 1 : 0,
      image: prepare(film),
      original: () => Promise.resolve(film),
    };
  });
  return { cases, skipped: [] };
}

async function folder(
  path: string,
  lungsOf: (image: hilum.Image) => Promise<hilum.Image>,
): Promise<Collection> {
  const inside = join(path, 'CXR_png');
  const cases: Case[] = [];
  const skipped: files.SkippedFile[] = [];
  for (const file of await files.listImages((await isFolder(inside)) ? inside : path)) {
    try {
      const label = hilum.labelOf(file);
      if (label === undefined)
        throw new Error('label and patient are read from names like CHNCXR_0001_0.png, and this is none');
      const original = async (): Promise<hilum.Image> => lungsOf(await files.readImage(file));
      cases.push({
        name: relative(path, file),
        patient: hilum.patientOf(file),
        source: hilum.sourceOf(file) ?? 'unknown',
        label,
        image: prepare(await original()),
        original,
      });
    } catch (error) {
      skipped.push({ file, reason: (error as Error).message });
    }
  }
  tell(
    'left out',
    skipped.map(({ file, reason }) => `${file}: ${reason}`),
  );
  return { cases, skipped };
}

/** Cuts images to the lungs that a model finds; what it finds none in stays whole. Without a model all do. */
async function lungCutter(path: string | undefined): Promise<(image: hilum.Image) => Promise<hilum.Image>> {
  if (path === undefined) return (image) => Promise.resolve(image);
  const model = await loadLayersModel(files.fileSystem(path));
  return async (image) => {
    const { mask } = await hilum.segment(model, image);
    return hilum.maskBox(mask) ? hilum.cropToMask(image, { mask, reshape: hilum.toAspect(1) }) : image;
  };
}

/** A page that describes the images: how many of what, what is wrong with them, and how they look. */
async function describe(cases: readonly Case[]): Promise<void> {
  const known = new Map(cases.map((one) => [one.name, one]));
  async function* originals(): AsyncGenerator<hilum.DatasetItem> {
    for (const { name, original } of cases) yield { name, image: await original() };
  }
  const description = await hilum.describeDataset(originals(), {
    label: (name) => classNames[known.get(name)!.label],
    source: (name) => known.get(name)!.source,
    group: (name) => known.get(name)!.patient,
  });
  const pictures: files.DatasetPicture[] = [];
  for (const label of [0, 1]) {
    const own = cases.filter((one) => one.label === label);
    const step = Math.max(1, Math.floor(own.length / 12));
    for (const one of own.filter((_, i) => i % step === 0).slice(0, 12))
      pictures.push(files.pictureOf({ name: one.name, image: await one.original() }));
  }
  const title = onPhantoms ? 'Phantoms with and without opacities' : `The images of ${knobs.data}`;
  await files.writeDatasetReport(join(knobs.out, 'dataset.html'), { title, description, pictures });
}

// ── Classifiers ─────────────────────────────────────────────────────────────────────────────────────────────────────

// Phantoms are as many as one likes, and need no more than their mirror images.
const augment = onPhantoms
  ? hilum.flipHorizontal()
  : hilum.compose(
      hilum.flipHorizontal(),
      hilum.affine({ rotationRange: [-15, 15], scaleRange: [0.85, 1.2], shiftRange: [-0.08, 0.08] }),
      hilum.gamma(),
      hilum.contrast(),
      hilum.brightness(),
    );

/** A small residual network from scratch; the baseline sees 16×16 grey values. */
const fitEndToEnd: Fit = async (train, run) => {
  const model = hilum.residualClassifier({
    inputShape: [side, side, 1],
    filters: knobs.filters.split(',').map(Number),
    // In a short training the running statistics must arrive sooner than at Keras's 0.99.
    norm: hilum.batchNorm({ momentum: 0.9 }),
    dropout: onPhantoms ? 0 : 0.2,
    seed: run,
  });
  const labels = new Map(train.map(({ name, label }) => [name, label]));
  const load = ({ name, image }: Case): hilum.Sample => ({ name, image, mask: image });
  const images = hilum.batches({ items: train, load, batchSize, shuffle: true, augment, seed: run });
  await learn(
    model,
    hilum.withLabels(images, (name) => labels.get(name)),
    train.length,
    run,
  );

  const grey = (cases: readonly Case[]): hilum.Features => featuresOf(cases, ({ image }) => thumbnail(image));
  const baseline = logistic(grey(train), train);
  return {
    predict: async (cases) => {
      const simple = baseline(grey(cases));
      const probabilities: number[] = [];
      for await (const { xs, ys } of hilum.batches({ items: cases, load, batchSize })(0)) {
        // The mean of what it says of the image and of its mirror image.
        const found = tf.tidy(() => {
          const [seen, mirrored] = [xs, tf.reverse(xs, 2)].map((x) => model.predict(x) as tf.Tensor);
          return tf.div(tf.add(seen!, mirrored!), 2);
        });
        probabilities.push(...(await found.data()));
        tf.dispose([xs, ys, found]);
      }
      return probabilities.map((probability, i) => ({ probability, baseline: simple[i]! }));
    },
    heatMap: (image) => heatMap(model, image),
  };
};

function thumbnail(image: hilum.Image): ArrayLike<number> {
  return hilum.resizeArea(image, { width: 16, height: 16 }).data;
}

function featuresOf(cases: readonly Case[], rowOf: (one: Case) => ArrayLike<number>): hilum.Features {
  const rows = cases.map((one) => Array.from(rowOf(one)));
  return {
    shape: [rows.length, rows[0]!.length],
    data: Float32Array.from(rows.flat()),
    names: cases.map(({ name }) => name),
  };
}

/** Logistic regression on features of one scale: what any network must be better than. */
function logistic(
  features: hilum.Features,
  cases: readonly Case[],
): (features: hilum.Features) => ArrayLike<number> {
  const scaler = hilum.standardScaler(features);
  const labels = cases.map(({ label }) => label);
  const regression = hilum.logisticRegression(scaler.transform(features), labels, { C: 0.01 });
  return (others) => regression.predict(scaler.transform(others));
}

async function learn(model: LayersModel, data: hilum.Dataset, samples: number, run: number): Promise<void> {
  const optimizer = hilum.adamW({ weightDecay: onPhantoms ? 0.01 : 0.05 });
  await hilum.train(model, {
    data,
    epochs,
    loss: hilum.bceLoss({ labelSmoothing: onPhantoms ? 0 : 0.05 }),
    optimizer,
    schedule: hilum.oneCycleSchedule({
      peak: Number(knobs.rate),
      steps: hilum.totalSteps({ samples, batchSize, epochs }),
    }),
    callbacks: [files.progress(), hilum.weightAverage({ decay: onPhantoms ? 0.98 : 0.99 })],
    seed: run,
  });
  optimizer.dispose();
}

async function heatMap(
  model: LayersModel,
  image: hilum.Image,
  args: hilum.GradCamArgs = {},
): Promise<hilum.Image> {
  const { resized } = await hilum.gradCam(model, image, { classIndex: 1, size, prepare, ...args });
  return hilum.overlayHeatmap(image, resized);
}

/** What each backbone is made and fed with. Keras numbers the layers of InceptionResNetV2 through, so they go by order. */
const backbones = {
  vgg16: { build: hilum.vgg16, normalize: hilum.vgg16Input, load: loadKerasWeights },
  resnet50: { build: hilum.resnet50, normalize: hilum.resnet50Input, load: loadKerasWeights },
  inceptionResnetV2: {
    build: hilum.inceptionResnetV2,
    normalize: hilum.inceptionResnetV2Input,
    load: loadKerasWeightsByOrder,
  },
};
const poolings = {
  average: layers.globalAveragePooling2d,
  max: layers.globalMaxPooling2d,
  flatten: layers.flatten,
};

/** Features of a pretrained backbone, which never sees a label, and an MLP on them; the baseline has the same features. */
async function onFeatures(cases: readonly Case[]): Promise<Method> {
  const { build, normalize, load } = choice('backbone', backbones);
  const pooling = choice('pooling', poolings);
  const whole = build({ inputShape: [side, side, 3], kernelInitializer: 'zeros' });
  const { missing } = await load(whole, await weightsFile());
  if (missing.length > 0)
    throw new Error(
      `--weights must hold all weights of ${knobs.backbone}, got none for ${missing.length}, ${missing.slice(0, 3).join(', ')}, … Is it the file of another network?`,
    );
  const map = (
    knobs.layer === undefined ? whole.outputs[0] : whole.getLayer(knobs.layer).output
  ) as tfl.SymbolicTensor;
  const pooled = pooling({}).apply(map) as tfl.SymbolicTensor;
  console.log(`features of ${cases.length} images by ${knobs.backbone}`);
  const features = await hilum.extractFeatures(whole, cases, {
    ...(knobs.layer === undefined ? {} : { layer: knobs.layer }),
    pooling: knobs.pooling as keyof typeof poolings,
    prepare: (image) => image, // they are
    store: files.featureFolder(join(knobs.out, 'features')), // once a network and image
  });
  const rowOf = new Map(features.names.map((name, row) => [name, row]));
  const pick = (part: readonly Case[]): hilum.Features =>
    hilum.selectFeatures(
      features,
      part.map(({ name }) => rowOf.get(name)!),
    );

  const fit: Fit = async (train, run) => {
    const labels = train.map(({ label }) => label);
    const scaler = hilum.standardScaler(pick(train));
    const hidden = { hiddenUnits: knobs.hidden.split(',').map(Number), classes: 1, dropout: 0.5, seed: run };
    const head = hilum.mlp({ inputUnits: features.shape[1], ...hidden });
    await learn(head, featureBatches(scaler.transform(pick(train)), labels, run), train.length, run);
    const baseline = logistic(pick(train), train);

    // Backbone, pooling, scaler and MLP in one model, to look into it.
    const { mean, scale } = scaler;
    const scaling = layers.batchNormalization({ epsilon: 1e-12 });
    const scaled = scaling.apply(pooled) as tfl.SymbolicTensor;
    const ones = mean.map(() => 1);
    const variance = scale.map((value) => value ** 2);
    scaling.setWeights(
      [ones, mean.map(() => 0), mean, variance].map((row) => tf.tensor1d(Float32Array.from(row))),
    );
    const output = hilum.mlpHead(hidden)(scaled, 'mlp');
    const model = modelOf({ inputs: whole.inputs, outputs: output });
    hilum.copyWeights(head, model);
    return {
      predict: async (part) => {
        const simple = baseline(pick(part));
        const { data, shape } = scaler.transform(pick(part));
        const found = tf.tidy(() => head.predict(tf.tensor2d(data, [...shape])) as tf.Tensor);
        const probabilities = Array.from(await found.data());
        found.dispose();
        return probabilities.map((probability, i) => ({ probability, baseline: simple[i]! }));
      },
      heatMap: (image) => heatMap(model, image, { normalize }),
    };
  };
  return {
    fit,
    baselineName: 'logistic regression on the same features',
    settings: {
      model: `MLP of ${knobs.hidden} units on ${features.shape[1]} features`,
      backbone: knobs.backbone,
      layer: knobs.layer ?? map.sourceLayer.name,
      pooling: knobs.pooling,
    },
  };
}

/** Read before the images are, and again when it is needed: it is large. */
function weightsFile(): Promise<Uint8Array> {
  return readFile(knobs.weights!).catch((error: unknown) => {
    throw new Error(`--weights cannot be read: ${(error as Error).message}`);
  });
}

/** Rows of features in another order in every epoch. */
function featureBatches(features: hilum.Features, labels: readonly number[], run: number): hilum.Dataset {
  // eslint-disable-next-line @typescript-eslint/require-await -- a dataset is asynchronous, and these rows are at hand
  return async function* rows(epoch) {
    const order = hilum
      .createRandom(run)
      .fork('epoch', epoch)
      .shuffle(labels.map((_, row) => row));
    for (let at = 0; at < order.length; at += batchSize) {
      const part = order.slice(at, at + batchSize);
      const { data, shape, names } = hilum.selectFeatures(features, part);
      const xs: tf.Tensor = tf.tensor2d(data, [...shape]);
      yield { xs: xs as tf.Tensor4D, ys: tf.tensor2d(part.map((row) => [labels[row]!])), names };
    }
  };
}

// ── Cross-validation ────────────────────────────────────────────────────────────────────────────────────────────────

const patientOf = ({ patient }: Case): string => patient;
const stratumOf = ({ source, label }: Case): string => `${source} ${label}`;

async function run(): Promise<number> {
  await tf.setBackend('wasm');
  await installWasmKernels();
  const report = join(knobs.out, 'report.html');
  // Written first: a folder that cannot be written is found out before the training.
  await files.writeText(join(knobs.out, 'settings.json'), `${JSON.stringify(knobs, null, 2)}\n`);
  choice('backbone', backbones);
  choice('pooling', poolings);
  if (!endToEnd) await weightsFile();
  const notes = [whatIsTrained()];
  console.log(notes[0]);
  const { cases, skipped } =
    knobs.data === undefined
      ? phantoms(integer('patients', 2 * folds))
      : await folder(knobs.data, await lungCutter(knobs.lungs));
  const held = knobs['hold-out-source'];
  const own = cases.filter(({ source }) => source !== held);
  const test = cases.filter(({ source }) => source === held);
  checkEnough(cases, own, test);
  await describe(cases);
  console.log(`${cases.length} images described in ${join(knobs.out, 'dataset.html')}`);

  const { fit, settings, baselineName } = await chooseMethod(cases);
  const judgedBy = new Map<string, Fitted>();
  const judge = async (model: Fitted, part: readonly Case[]) => {
    for (const { name } of part) judgedBy.set(name, model);
    return model.predict(part);
  };
  const parts = hilum.kFold(own, { folds, group: patientOf, stratify: stratumOf, seed });
  const outOfFold = await hilum.crossValidate(parts, async (fold) => {
    console.log(
      `\nfold ${fold.index + 1} of ${folds}: ${fold.train.length} images to learn from, ${fold.test.length} to test`,
    );
    return judge(await fit(fold.train, seed * (folds + 1) + fold.index), fold.test);
  });
  const validation = outOfFold.map(({ item, prediction, fold }) => ({ ...rowOf(item), ...prediction, fold }));
  const args = { classNames, sensitivity: Number(knobs.sensitivity), seed };
  let evaluation = hilum.evaluateClassifier(validation, args);
  if (held !== undefined) {
    console.log(`\nall ${own.length} images to learn from, ${test.length} of ${held} to test`);
    const predictions = await judge(await fit(own, seed * (folds + 1) + folds), test);
    notes.push(
      `Learned from ${[...new Set(own.map(({ source }) => source))].join(', ')}, where its cross-validated AUC is ` +
        `${shown(evaluation.overall.auc!)}, and tested on ${held}, of which it had seen nothing. The threshold was ` +
        'chosen there.',
    );
    const rows = test.map((item, i) => ({ ...rowOf(item), ...predictions[i]! }));
    evaluation = hilum.evaluateClassifier(rows, { ...args, validation });
  }

  const byName = new Map(cases.map((one) => [one.name, one]));
  const examples: files.DiagnosisExample[] = [];
  for (const { name } of Object.values(files.worstCalls(evaluation)).flat() as hilum.CalledCase[]) {
    const image = small(await byName.get(name)!.original());
    examples.push({ name, image, heatMap: await judgedBy.get(name)!.heatMap(image) });
  }
  await files.writeDiagnosisReport(report, {
    title: 'Tuberculosis or not',
    subtitle: subtitle(),
    notes,
    evaluation,
    baselineName,
    settings: { ...settings, folds, epochs, 'image size': side, seed },
    counts: { images: cases.length, patients: new Set(cases.map(patientOf)).size },
    examples,
    skipped,
  });
  return summarize(evaluation, report);
}

/** What is trained, and what is not there: no one is to take a number for more than it is. */
function whatIsTrained(): string {
  const data = onPhantoms
    ? 'No --data was given: these are phantoms, drawn X-rays of nobody. Their scores show that everything works, and say nothing about people. '
    : '';
  return endToEnd
    ? `${data}No pretrained weights are at hand (--weights FILE.h5): a small residual network is trained end to end instead.`
    : `${data}The backbone is as it is in ${knobs.weights}; an MLP on its features is trained.`;
}

function subtitle(): string {
  const what = endToEnd ? 'A residual network trained end to end' : `An MLP on features of ${knobs.backbone}`;
  return `${what} on ${knobs.data ?? 'phantoms'}, ${folds}-fold cross-validation by patient`;
}

function chooseMethod(cases: readonly Case[]): Promise<Method> {
  if (!endToEnd) return onFeatures(cases);
  return Promise.resolve({
    fit: fitEndToEnd,
    baselineName: 'logistic regression on 16×16 grey values',
    settings: { model: 'residualClassifier', filters: knobs.filters },
  });
}

/** What is asked of the images, before hours are spent on them. */
function checkEnough(cases: readonly Case[], own: readonly Case[], test: readonly Case[]): void {
  const held = knobs['hold-out-source'];
  const sources = [...new Set(cases.map(({ source }) => source))];
  if (held !== undefined && (own.length === 0 || test.length === 0))
    throw new Error(
      `--hold-out-source must be one of several sources, ${sources.join(', ') || 'none'}, got ${held}.`,
    );
  for (const label of [0, 1]) {
    const patients = (of: readonly Case[]): number =>
      new Set(of.filter((one) => one.label === label).map(patientOf)).size;
    if (patients(own) < folds)
      throw new Error(
        `${knobs.data ?? 'the phantoms'} must hold ${folds} patients with the label ${label} (${classNames[label]!}) for ${folds} folds, got ${patients(own)}. Name files like CHNCXR_0001_0.png (normal) and CHNCXR_0002_1.png, or ask for fewer --folds.`,
      );
    if (held !== undefined && patients(test) < 2)
      throw new Error(
        `${held} must hold 2 patients with the label ${label} (${classNames[label]!}), got ${patients(test)}.`,
      );
  }
}

function rowOf({ name, label, patient, source }: Case): Omit<hilum.ClassifiedCase, 'probability'> {
  return { name, label, patient, source };
}

/** As large as it is shown. */
function small(image: hilum.Image): hilum.Image {
  const factor = Math.min(1, 256 / Math.max(image.width, image.height));
  return hilum.toDepth8(
    hilum.resizeArea(image, {
      width: Math.round(image.width * factor),
      height: Math.round(image.height * factor),
    }),
  );
}

function shown({ estimate, low, high }: hilum.Estimate): string {
  return `${estimate.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function summarize(
  { overall, sources, operatingPoints, baseline }: hilum.ClassifierEvaluation,
  report: string,
): number {
  const line = (name: string, { cases, auc, sensitivity, specificity }: hilum.ClassifierScores): void => {
    const of = (estimate: hilum.Estimate | undefined): string => (estimate ? shown(estimate) : 'unknown');
    console.log(
      `${name}: AUC ${of(auc)}, sensitivity ${of(sensitivity)}, specificity ${of(specificity)}, ${cases} images`,
    );
  };
  console.log('\non patients that the model had not seen; in brackets 95 % intervals');
  line('all', overall);
  for (const [name, scores] of Object.entries(sources)) line(`  ${name}`, scores);
  line('logistic regression', baseline!.overall);
  const { pValue } = baseline!.test;
  console.log(`DeLong's test of the two: p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`}\n`);
  console.log(operatingPoints.screening.report.text);
  console.log(`open ${report}`);
  if (overall.auc!.estimate >= Number(knobs.target)) return 0;
  console.log(`the AUC is below the target of ${knobs.target}: train longer (--epochs) or on more images`);
  return 1;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The value of a knob that must be one of several names. */
function choice<Value>(name: 'backbone' | 'pooling', of: Readonly<Record<string, Value>>): Value {
  if (Object.hasOwn(of, knobs[name])) return of[knobs[name]]!;
  throw new Error(`--${name} must be ${Object.keys(of).join(' or ')}, got ${knobs[name]}.`);
}

/** A knob that must be a whole number. */
function integer(name: 'batch' | 'epochs' | 'folds' | 'patients' | 'seed' | 'size', min: number): number {
  const value = Number(knobs[name]);
  if (Number.isInteger(value) && value >= min) return value;
  throw new Error(`--${name} must be an integer of at least ${min}, got ${knobs[name]}.`);
}

function tell(what: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.log(`${lines.length} ${what}:`);
  for (const line of lines.slice(0, 10)) console.log(`  ${line}`);
  if (lines.length > 10) console.log(`  and ${lines.length - 10} more`);
}

process.exitCode = await run();
