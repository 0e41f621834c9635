import * as tf from '@tensorflow/tfjs-core';
import { circumstances } from './circumstances';
import { kernelNeeds } from './kernel-needs.generated';

/** What {@link checkBackend} found. */
export interface BackendReport {
  /** The backend of the app, `undefined` where none starts. */
  readonly backend: string | undefined;
  /** Whether models of this library predict. What of them needs more stands in `missing`. */
  readonly predicts: boolean;
  /** Whether they train. */
  readonly trains: boolean;
  /**
   * The kernels that the backend lacks, by what fails without them: `predict` and `train` stand for U-Net and ResUNet with
   * their usual loss, metric and optimizer; then single functions, such as `lovaszHingeLoss`, or `training aspp` where
   * only training fails. Empty where everything works.
   */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  /** What is wrong, slow or not exact, with what to do, a sentence or two each. Empty where nothing is. */
  readonly problems: readonly string[];
  /** All of it as text, for a log. */
  readonly summary: string;
}

/**
 * Asks the current backend what it can do, before an app relies on it: which models, losses and metrics it has the
 * kernels for, and whether it is slow or not exact here: no backend at all, missing gradients of the WASM backend, WebGL
 * with 16 bits, a graphics card that is played by software, the cpu backend, tfjs-node on a Node that is too new.
 *
 * Waits for the backend to start (`tf.ready()`), and computes nothing. `docs/backends.md` has the table of what works
 * where.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import '@tensorflow/tfjs-backend-cpu';
 * import { checkBackend } from 'hilum';
 *
 * await tf.setBackend('cpu');
 * const { trains, problems, summary } = await checkBackend();
 * console.log(trains); // true
 * console.log(problems[0]); // The cpu backend computes in plain JavaScript: …
 * console.log(summary);
 * ```
 */
export async function checkBackend(): Promise<BackendReport> {
  // It throws at once without any backend, and later where those that there are do not start.
  const backend = await tf
    .ready()
    .then(() => tf.getBackend())
    .catch(() => undefined);
  const missing = backend === undefined ? {} : missingKernels(backend);
  const problems = circumstances(backend, Object.keys(missing).length > 0);
  const fails = ({ fatal }: { fatal?: boolean }): boolean => fatal === true;
  const predicts = !problems.some(fails) && !('predict' in missing);
  const trains = predicts && !('train' in missing);
  const lines = [
    `Backend ${backend ?? 'none'}: ${predicts ? 'predicts' : 'does not predict'}, ${trains ? 'trains' : 'does not train'}.`,
    ...problems.map(({ text }) => text),
    ...Object.entries(missing).map(([what, kernels]) => `Fails: ${what}, for lack of ${kernels.join(', ')}.`),
  ];
  return {
    backend,
    predicts,
    trains,
    missing,
    problems: problems.map(({ text }) => text),
    summary: lines.join('\n'),
  };
}

function missingKernels(backend: string): Record<string, string[]> {
  const rows = Object.entries(kernelNeeds).map(([what, kernels]): [string, string[]] => [
    what,
    // Typed as always found, but it is undefined for a name that is not registered.
    kernels.split(' ').filter((kernel) => !(tf.getKernel(kernel, backend) as unknown)),
  ]);
  return Object.fromEntries(rows.filter(([, kernels]) => kernels.length > 0));
}
