/**
 * Trains a small network from scratch, without pretrained weights, to tell normal chest X-rays from those with
 * tuberculosis, and measures by cross-validation how good it is on patients that it has never seen.
 *
 *   npx tsx examples/classify-xrays.ts                       on phantoms: procedural X-rays, nothing to download
 *   npx tsx examples/classify-xrays.ts --data DIR            on the images in DIR/CXR_png, or in DIR itself
 *   npx tsx examples/classify-xrays.ts --data DIR --fold 2   the second fold alone; the whole run takes up what is there
 *   npx tsx examples/classify-xrays.ts --predict OUT IMAGE…  probabilities of images, by the networks kept with --save
 *
 * Writes into out/classify-xrays/: predictions.csv, result.json, and a file for each fold, so that a run that was
 * stopped goes on after the last whole fold. Exits 1 when the AUC is below the target.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import * as files from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// Whatever goes wrong ends in its sentence, without a stack.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' }, //        folder of real images, whose names end in _0 or _1; default phantoms
    predict: { type: 'string' }, //     folder of a run with --save: predicts the images that follow
    size: { type: 'string' }, //        side of what the network sees, in pixels
    filters: { type: 'string' }, //     width of each stage
    epochs: { type: 'string' },
    batch: { type: 'string', default: '16' },
    rate: { type: 'string', default: '0.003' }, //       highest learning rate of the one cycle
    decay: { type: 'string', default: '0.05' }, //       weight decay
    dropout: { type: 'string', default: '0.2' }, //      share of the features dropped before the last layer
    smoothing: { type: 'string', default: '0.05' }, //    how far labels are moved towards indecision
    folds: { type: 'string' }, //       parts of the cross-validation, by patient
    fold: { type: 'string' }, //        trains this one alone, counted from 1
    validation: { type: 'string', default: '0.1' }, //  share of each training part that only sets the threshold
    save: { type: 'boolean', default: false }, //        keeps the network of each fold
    images: { type: 'string' }, //      number of phantoms
    seed: { type: 'string', default: '0' }, //           same seed, same numbers
    target: { type: 'string' }, //      AUC below it exits 1
    out: { type: 'string', default: 'out/classify-xrays' },
  },
});
const defaults =
  given.data === undefined
    ? { size: '64', filters: '16,32,64', epochs: '22', folds: '2', images: '2000', target: '0.95' }
    : { size: '128', filters: '32,64,96,128', epochs: '50', folds: '5', images: '', target: '0.88' };
const knobs = { ...defaults, ...given };
const [side, epochs, batchSize] = [integer('size', 8), integer('epochs', 1), integer('batch', 1)];
const [seed, folds] = [integer('seed', 0), integer('folds', 2)];

/** An image as the network sees it, and what is known of it. */
interface Case extends hilum.Sample {
  readonly label: 0 | 1;
  readonly patient: string;
  readonly source: string;
}

/** What the network of a fold made of its test part, which it had not seen. */
interface FoldResult {
  readonly settings: string;
  /** Chosen on a part of the training images that the weights were not trained on. */
  readonly threshold: number;
  /** AUC on that part: the number to compare recipes by. */
  readonly validationAuc: number;
  readonly seconds: number;
  /** In the order of the test part. */
  readonly probabilities: readonly number[];
}

/** A row of predictions.csv. */
interface Row {
  readonly name: string;
  readonly patient: string;
  readonly source: string;
  readonly label: 0 | 1;
  readonly fold: number;
  readonly probability: number;
  readonly threshold: number;
  readonly positive: 0 | 1;
}

/** Exposure and detector matter less once the histogram is level. */
function prepare(name: string, image: hilum.Image, size: number): hilum.Sample {
  const prepared = hilum.prepareImage(image, { width: size, height: size });
  return { name: hilum.stemOf(name), image: prepared, mask: prepared };
}

function phantoms(count: number): Case[] {
  console.log(`no --data: ${count} phantoms, half of them with opacities. This says nothing about people.`);
  return Array.from({ length: count }, (_, i) => {
    const phantom = hilum.chestPhantom({ seed: `${seed}-${i}`, size: 128, tuberculosis: i % 2 === 1 });
    const { name, label, image } = phantom;
    return { ...prepare(name, image, side), label, patient: name, source: 'phantoms' };
  });
}

async function folder(path: string): Promise<Case[]> {
  const inside = join(path, 'CXR_png');
  const cases: Case[] = [];
  const leftOut: string[] = [];
  for (const file of await files.listImages((await exists(inside)) ? inside : path)) {
    const label = hilum.labelOf(file);
    try {
      if (label === undefined)
        throw new Error(`${file}: the name must end in _0 or _1 as CHNCXR_0001_0 does, got no label`);
      const sample = prepare(file, await files.readImage(file), side);
      const [patient, source] = [hilum.patientOf(file), hilum.sourceOf(file) ?? 'others'];
      cases.push({ ...sample, label, patient, source });
    } catch (error) {
      leftOut.push((error as Error).message);
    }
  }
  if (leftOut.length > 0) console.log(`${leftOut.length} left out:\n  ${leftOut.join('\n  ')}`);
  const positives = cases.filter(({ label }) => label === 1).length;
  const normals = cases.length - positives;
  if (Math.min(positives, normals) < 2 * folds)
    throw new Error(
      `${path} must hold at least ${2 * folds} images of each label for ${folds} folds, got ${normals} normal and ${positives} with tuberculosis.`,
    );
  return cases;
}

const augment = hilum.compose(
  hilum.flipHorizontal(),
  hilum.affine(),
  hilum.gamma(),
  hilum.contrast(),
  hilum.brightness(),
);

const labelOf = ({ label }: { label: 0 | 1 }): 0 | 1 => label;
const positiveOf = ({ positive }: Row): 0 | 1 => positive;
const patientOf = ({ patient }: Case): string => patient;
const stratumOf = ({ source, label }: Case): string => `${source} ${label}`;

async function runFold(
  { index, train: part, test }: hilum.Fold<Case>,
  settings: string,
): Promise<FoldResult> {
  const started = performance.now();
  const held = Number(knobs.validation);
  const fractions = { train: 1 - held, validation: held, test: 0 };
  const parts = hilum.splitDataset(part, { fractions, group: patientOf, stratify: stratumOf, seed });
  console.log(
    `\nfold ${index + 1} of ${folds}: ${parts.train.length} images to learn from, ${parts.validation.length} for the threshold, ${test.length} to test`,
  );
  const labels = new Map(part.map(({ name, label }) => [name, label]));
  const load = (sample: Case): hilum.Sample => sample;
  const run = seed * folds + index;
  const model = hilum.residualClassifier({
    inputShape: [side, side, 1],
    filters: knobs.filters.split(',').map(Number),
    // In a short training the running statistics must arrive sooner than at Keras's 0.99.
    norm: hilum.batchNorm({ momentum: 0.9 }),
    dropout: Number(knobs.dropout),
    seed: run,
  });
  const optimizer = hilum.adamW({ weightDecay: Number(knobs.decay) });
  await hilum.train(model, {
    data: hilum.withLabels(
      hilum.batches({ items: parts.train, load, batchSize, shuffle: true, augment, seed: run }),
      (name) => labels.get(name),
    ),
    epochs,
    loss: hilum.bceLoss({ labelSmoothing: Number(knobs.smoothing) }),
    optimizer,
    schedule: hilum.oneCycleSchedule({
      peak: Number(knobs.rate),
      rise: 0.15, // most of a short run is spent at high rates
      steps: hilum.totalSteps({ samples: parts.train.length, batchSize, epochs }),
    }),
    callbacks: [files.progress(), hilum.weightAverage({ decay: 0.99 })],
    seed: run,
  });
  optimizer.dispose();

  const truth = parts.validation.map(labelOf);
  const found = await predict(model, parts.validation);
  const probabilities = await predict(model, test);
  if (knobs.save) await model.save(files.fileSystem(join(knobs.out, `fold-${index + 1}`)));
  model.dispose();
  return {
    settings,
    threshold: hilum.youdenThreshold(truth, found).threshold,
    validationAuc: hilum.rocAuc(truth, found),
    seconds: (performance.now() - started) / 1000,
    probabilities,
  };
}

/** The mean of what the network says of each image and of its mirror image. */
async function predict(model: LayersModel, samples: readonly hilum.Sample[]): Promise<number[]> {
  const found: number[] = [];
  const data = hilum.batches({ items: samples, load: (sample) => sample, batchSize });
  for await (const { xs, ys } of data(0)) {
    const mean = tf.tidy(() => {
      const [seen, mirrored] = [xs, tf.reverse(xs, 2)].map((x) => model.predict(x) as tf.Tensor);
      return tf.div(tf.add(seen!, mirrored!), 2);
    });
    found.push(...(await mean.data()));
    tf.dispose([xs, ys, mean]);
  }
  return found;
}

/** What fold files and predictions are the same for. */
function settingsOf(cases: readonly Case[]): string {
  const apart = ['fold', 'out', 'target', 'save'];
  const recipe = Object.entries(knobs).filter(([name]) => !apart.includes(name));
  return JSON.stringify([...recipe, ...cases.map(({ name }) => name)]);
}

/** The result of a fold, from its file where an earlier run with the same settings left it. */
async function foldResult(fold: hilum.Fold<Case>, settings: string): Promise<FoldResult> {
  const name = `fold-${fold.index + 1}`;
  const file = join(knobs.out, `${name}.json`);
  const model = join(knobs.out, name, 'model.json');
  if (!knobs.save || (await exists(model))) {
    const earlier = (await exists(file)) && (JSON.parse(await readFile(file, 'utf8')) as FoldResult);
    if (earlier && earlier.settings === settings) {
      console.log(`\nfold ${fold.index + 1} of ${folds}: taken from ${file}`);
      return earlier;
    }
  }
  const result = await runFold(fold, settings);
  await files.writeText(file, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}

async function crossValidate(): Promise<number> {
  await tf.setBackend('wasm');
  await installWasmKernels();
  const only = knobs.fold === undefined ? undefined : integer('fold', 1, folds);
  const cases = knobs.data === undefined ? phantoms(integer('images', 4 * folds)) : await folder(knobs.data);
  const all = hilum.kFold(cases, { folds, group: patientOf, stratify: stratumOf, seed });
  const chosen = all.filter(({ index }) => only === undefined || index + 1 === only);
  const settings = settingsOf(cases);
  const validationAucs: number[] = [];
  const rows = await hilum.crossValidate(chosen, async (fold) => {
    const { probabilities, threshold, validationAuc, seconds } = await foldResult(fold, settings);
    validationAucs.push(validationAuc);
    const auc = hilum.rocAuc(fold.test.map(labelOf), probabilities);
    console.log(
      `AUC ${auc.toFixed(3)}, of the images for the threshold ${validationAuc.toFixed(3)}; ${files.formatDuration(seconds)}`,
    );
    return probabilities.map((probability) => ({ probability, threshold }));
  });
  if (only !== undefined) return 0;
  const predicted = rows.map(({ item, prediction: { probability, threshold }, fold }): Row => ({
    name: item.name,
    patient: item.patient,
    source: item.source,
    label: item.label,
    fold: fold + 1,
    probability,
    threshold,
    positive: probability > threshold ? 1 : 0,
  }));
  return show(predicted, validationAucs);
}

/** The one place where results are shown and written: a page of your own goes here. */
async function show(rows: readonly Row[], validationAucs: readonly number[]): Promise<number> {
  const scores: Record<string, Scores> = { all: scoresOf(rows) };
  const foldAucs = validationAucs.map(
    (_, i) => scoresOf(rows.filter(({ fold }) => fold === i + 1)).auc.estimate,
  );
  for (const source of [...new Set(rows.map((row) => row.source))].sort())
    scores[source] = scoresOf(rows.filter((row) => row.source === source));

  console.log(
    `\n${rows.length} images, each judged by a network that had not seen its patient; in brackets 95 % intervals`,
  );
  for (const [name, { auc, sensitivity, specificity, positives, normals }] of Object.entries(scores)) {
    console.log(
      `${name}: AUC ${shown(auc)}, sensitivity ${shown(sensitivity)}, specificity ${shown(specificity)}; ${positives} with tuberculosis, ${normals} normal`,
    );
  }
  const listed = (values: readonly number[]): string => values.map((value) => value.toFixed(3)).join(', ');
  console.log(
    `AUC of the folds: ${listed(foldAucs)}; of the images for the threshold: ${listed(validationAucs)}\n`,
  );
  const report = hilum.classificationReport(rows.map(labelOf), rows.map(positiveOf), {
    classNames: ['normal', 'tuberculosis'],
  });
  console.log(report.text);

  const columns = Object.keys(rows[0]!) as (keyof Row)[];
  const cell = (value: string | number): string =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  const csv = lines.map((line) => `${line.map(cell).join(',')}\n`).join('');
  await files.writeText(join(knobs.out, 'predictions.csv'), csv);
  const result = { knobs, scores, foldAucs, validationAucs, report, predictions: rows };
  await files.writeText(join(knobs.out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`predictions.csv and result.json are in ${knobs.out}`);
  if (scores.all!.auc.estimate >= Number(knobs.target)) return 0;
  console.log(
    `the AUC is below the target of ${knobs.target}: train longer (--epochs), or look at what was missed`,
  );
  return 1;
}

/** A score with its interval; NaN where there are too few cases for one. */
interface Estimate extends hilum.Interval {
  readonly estimate: number;
}
type Scores = Record<'positives' | 'normals', number> &
  Record<'auc' | 'sensitivity' | 'specificity', Estimate>;

/** AUC with DeLong's interval, sensitivity and specificity with Wilson's. */
function scoresOf(rows: readonly Row[]): Scores {
  const labels = rows.map(labelOf);
  const { tp, fp, fn, tn } = hilum.confusionCounts(labels, rows.map(positiveOf));
  const [positives, normals] = [tp + fn, fp + tn];
  const none = { estimate: NaN, low: NaN, high: NaN };
  const share = (found: number, of: number): Estimate =>
    of === 0 ? none : { estimate: found / of, ...hilum.wilsonInterval(found, of) };
  const delong = (): Estimate => {
    const { auc, low, high } = hilum.delongInterval(
      labels,
      rows.map(({ probability }) => probability),
    );
    return { estimate: auc, low, high };
  };
  const auc = Math.min(positives, normals) < 2 ? none : delong();
  return { positives, normals, auc, sensitivity: share(tp, positives), specificity: share(tn, normals) };
}

const shown = ({ estimate, low, high }: Estimate): string =>
  Number.isNaN(estimate)
    ? 'unknown (too few cases)'
    : `${estimate.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;

async function predictFiles(from: string): Promise<number> {
  await tf.setBackend('wasm');
  await installWasmKernels();
  const models: LayersModel[] = [];
  for (const name of (await readdir(from)).filter((entry) => /^fold-\d+$/.test(entry)))
    models.push(await loadLayersModel(files.fileSystem(join(from, name))));
  if (models.length === 0)
    throw new Error(`${from} must hold the networks of a run, got none. Run with --save.`);
  const size = models[0]!.inputs[0]!.shape[1]!;
  let failed = 0;
  console.log('image,probability');
  for (const file of positionals) {
    try {
      const sample = prepare(file, await files.readImage(file), size);
      const found: number[] = [];
      for (const model of models) found.push(...(await predict(model, [sample])));
      console.log(`${file},${(found.reduce((sum, p) => sum + p) / found.length).toFixed(4)}`);
    } catch (error) {
      console.error((error as Error).message);
      failed++;
    }
  }
  return failed > 0 || positionals.length === 0 ? 1 : 0;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A knob that must be a whole number. */
function integer(
  name: 'batch' | 'epochs' | 'fold' | 'folds' | 'images' | 'seed' | 'size',
  min: number,
  max = Infinity,
): number {
  const value = Number(knobs[name]);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const upTo = max < Infinity ? ` and at most ${max}` : '';
  throw new Error(`--${name} must be an integer of at least ${min}${upTo}, got ${knobs[name]}.`);
}

process.exitCode = knobs.predict === undefined ? await crossValidate() : await predictFiles(knobs.predict);
