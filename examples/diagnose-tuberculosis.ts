/**
 * Tuberculosis or not: trains a classifier, scores it on patients that it has not seen, and writes one report of it.
 *
 *   npx tsx examples/diagnose-tuberculosis.ts                         on phantoms: nothing to download, a few minutes
 *   npx tsx examples/diagnose-tuberculosis.ts --data DIR              on the images in DIR/CXR_png, or in DIR itself
 *   … --fold 2                                                        trains the network of one fold, for a later run
 *   … --weights FILE.h5 --backbone vgg16                              features of a pretrained network, and an MLP
 *   … --hold-out-source Montgomery                                    learns from all other sources, is tested on it
 *   … --lungs out/model                                               looks at the lungs alone, found by that model
 *   … --predict out/diagnose-tuberculosis IMAGE…                      judges images by the networks of an earlier run
 *
 * Without --weights a small residual network is trained end to end. Writes into out/diagnose-tuberculosis/: report.html
 * and report.json, dataset.html, which describes the images, and the networks; a run that was stopped goes on after the
 * last whole one. Exits 1 when the AUC is below the target. All knobs: examples/tuberculosis/settings.ts.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as hilum from 'hilum';
import * as files from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { join } from 'node:path';
import * as collection from './tuberculosis/cases';
import { endToEnd } from './tuberculosis/end-to-end';
import type { Fitted, Judgement, Method } from './tuberculosis/method';
import { backbones, onFeatures, poolings, weightsFile } from './tuberculosis/on-features';
import { predictFiles } from './tuberculosis/predict-files';
import { choice, readSettings } from './tuberculosis/settings';

type Case = collection.Case;
const { classNames, patientOf, stratumOf } = collection;

// Whatever goes wrong ends in its sentence, without a stack.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});

const settings = readSettings();
const { recipe, folds, seed, onPhantoms, out } = settings;
const held = settings['hold-out-source'];

async function run(): Promise<number> {
  choice('backbone', settings.backbone, backbones);
  choice('pooling', settings.pooling, poolings);
  if (settings.weights !== undefined) await weightsFile(settings.weights);
  // Written first: a folder that cannot be written is found out before the training.
  await files.writeText(join(out, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
  const notes = [whatIsTrained()];
  console.log(notes[0]);
  const { side } = recipe;
  const { cases, skipped } =
    settings.data === undefined
      ? collection.phantoms(settings.patients, { side, seed })
      : await collection.folder(settings.data, { side, cut: await collection.lungCutter(settings.lungs) });
  const own = cases.filter(({ source }) => source !== held);
  const away = cases.filter(({ source }) => source === held);
  checkEnough(cases, own, away);
  const page = join(out, 'dataset.html');
  const title = onPhantoms ? 'Phantoms with and without opacities' : `The images of ${settings.data}`;
  await collection.describe(page, cases, title);
  console.log(`${cases.length} images described in ${page}`);

  const method = settings.endToEnd
    ? endToEnd({ recipe, onPhantoms, networks: join(out, 'networks') })
    : await onFeatures(cases, settings);
  const { rows: home, judges } = await crossValidate(method, own);
  if (settings.fold !== undefined) return 0;
  const args = { classNames, sensitivity: settings.sensitivity, seed };
  let evaluation = hilum.evaluateClassifier(home, args);
  if (held !== undefined) {
    console.log(`\nall ${own.length} images to learn from, ${away.length} of ${held} to test`);
    const network = { name: `all-but-${held}`, seed: seed * (folds + 1) + folds };
    const fitted = await method.fit(own, network);
    const judgements = await fitted.predict(away);
    for (const { name } of away) judges.set(name, fitted);
    notes.push(
      `Learned from ${[...new Set(own.map(({ source }) => source))].join(', ')}, where its cross-validated AUC is ` +
        `${shown(evaluation.overall.auc!)}, and tested on ${held}, of which it had seen nothing. The threshold was ` +
        'chosen there.',
    );
    const rows = away.map((one, i) => rowOf(one, judgements[i]!));
    evaluation = hilum.evaluateClassifier(rows, { ...args, validation: home });
  }

  const report = join(out, 'report.html');
  await files.writeDiagnosisReport(report, {
    title: 'Tuberculosis or not',
    subtitle: subtitle(),
    notes,
    evaluation,
    baselineName: method.baselineName,
    settings: { ...method.settings, folds, epochs: recipe.epochs, 'image size': side, seed },
    counts: { images: cases.length, patients: new Set(cases.map(patientOf)).size },
    examples: await worstWithHeatMaps(evaluation, cases, judges),
    skipped,
  });
  return summarize(evaluation, report);
}

/** Each of the cases judged by a classifier that has seen nothing of its patient. */
async function crossValidate(
  { fit }: Method,
  cases: readonly Case[],
): Promise<{ rows: hilum.ClassifiedCase[]; judges: Map<string, Fitted> }> {
  const judges = new Map<string, Fitted>();
  const all = hilum.kFold(cases, { folds, group: patientOf, stratify: stratumOf, seed });
  const chosen = all.filter(({ index }) => settings.fold === undefined || index + 1 === settings.fold);
  const found = await hilum.crossValidate(chosen, async ({ index, train, test }) => {
    console.log(
      `\nfold ${index + 1} of ${folds}: ${train.length} images to learn from, ${test.length} to test`,
    );
    const fitted = await fit(train, { name: `fold-${index + 1}`, seed: seed * (folds + 1) + index });
    for (const { name } of test) judges.set(name, fitted);
    const judgements = await fitted.predict(test);
    const auc = hilum.rocAuc(
      test.map(({ label }) => label),
      judgements.map(({ probability }) => probability),
    );
    console.log(`AUC ${auc.toFixed(3)}`);
    return judgements;
  });
  return { rows: found.map(({ item, prediction, fold }) => ({ ...rowOf(item, prediction), fold })), judges };
}

function rowOf({ name, label, patient, source }: Case, judgement: Judgement): hilum.ClassifiedCase {
  return { name, label, patient, source, ...judgement };
}

/** What was missed and what was a false alarm, as large as it is shown, with where the network looked. */
async function worstWithHeatMaps(
  evaluation: hilum.ClassifierEvaluation,
  cases: readonly Case[],
  judges: ReadonlyMap<string, Fitted>,
): Promise<files.DiagnosisExample[]> {
  const byName = new Map(cases.map((one) => [one.name, one]));
  const examples: files.DiagnosisExample[] = [];
  for (const { name } of Object.values(files.worstCalls(evaluation)).flat() as hilum.CalledCase[]) {
    const original = await byName.get(name)!.original();
    const factor = Math.min(1, 256 / Math.max(original.width, original.height));
    const [width, height] = [original.width, original.height].map((pixels) => Math.round(pixels * factor));
    const image = hilum.toDepth8(hilum.resizeArea(original, { width: width!, height: height! }));
    examples.push({ name, image, heatMap: await judges.get(name)!.heatMap(image) });
  }
  return examples;
}

/** What is trained, and what is not there: no one is to take a number for more than it is. */
function whatIsTrained(): string {
  const data = onPhantoms
    ? 'No --data was given: these are phantoms, drawn X-rays of nobody. Their scores show that everything works, and say nothing about people. '
    : '';
  return settings.endToEnd
    ? `${data}No pretrained weights are at hand (--weights FILE.h5): a small residual network is trained end to end instead.`
    : `${data}The backbone is as it is in ${settings.weights}; an MLP on its features is trained.`;
}

function subtitle(): string {
  const what = settings.endToEnd
    ? 'A residual network trained end to end'
    : `An MLP on features of ${settings.backbone}`;
  return `${what} on ${settings.data ?? 'phantoms'}, ${folds}-fold cross-validation by patient`;
}

/** What is asked of the images, before hours are spent on them. */
function checkEnough(cases: readonly Case[], own: readonly Case[], away: readonly Case[]): void {
  const sources = [...new Set(cases.map(({ source }) => source))];
  if (held !== undefined && (own.length === 0 || away.length === 0))
    throw new Error(
      `--hold-out-source must be one of several sources, ${sources.join(', ') || 'none'}, got ${held}.`,
    );
  for (const label of [0, 1] as const) {
    const patients = (of: readonly Case[]): number =>
      new Set(of.filter((one) => one.label === label).map(patientOf)).size;
    if (patients(own) < folds)
      throw new Error(
        `${settings.data ?? 'the phantoms'} must hold ${folds} patients with the label ${label} (${classNames[label]}) for ${folds} folds, got ${patients(own)}. Name files like CHNCXR_0001_0.png (normal) and CHNCXR_0002_1.png, or ask for fewer --folds.`,
      );
    if (held !== undefined && patients(away) < 2)
      throw new Error(
        `${held} must hold 2 patients with the label ${label} (${classNames[label]}), got ${patients(away)}.`,
      );
  }
}

function shown({ estimate, low, high }: hilum.Estimate): string {
  return `${estimate.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function summarize(
  { overall, sources, folds: parts, operatingPoints, baseline }: hilum.ClassifierEvaluation,
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
  if (parts.length > 0)
    console.log(`AUC of the folds: ${parts.map(({ auc }) => auc?.estimate.toFixed(3) ?? '–').join(', ')}`);
  line('logistic regression', baseline!.overall);
  const { pValue } = baseline!.test;
  console.log(`DeLong's test of the two: p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`}\n`);
  console.log(operatingPoints.screening.report.text);
  console.log(`open ${report}`);
  if (overall.auc!.estimate >= settings.target) return 0;
  console.log(`the AUC is below the target of ${settings.target}: train longer (--epochs) or on more images`);
  return 1;
}

await tf.setBackend('wasm');
await installWasmKernels();
process.exitCode =
  settings.predict === undefined ? await run() : await predictFiles(settings.predict, settings.images);
