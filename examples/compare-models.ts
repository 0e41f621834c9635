/**
 * Trains four models on the same phantoms in the same way and compares them on the same held-out ones.
 *
 *   npx tsx examples/compare-models.ts                    about five minutes
 *   npx tsx examples/compare-models.ts --epochs 20        longer, and better
 *
 * Prints a table of Dice and HD95 with bootstrap intervals, parameters, multiply-adds and time, and writes the scores of
 * every image into out/compare-models/. Exits 1 when the best mean Dice is below the target.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import { formatDuration, progress, writeText } from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// Whatever goes wrong ends in its sentence, without a stack.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});

const { values: knobs } = parseArgs({
  options: {
    images: { type: 'string', default: '160' }, //          number of phantoms
    size: { type: 'string', default: '64' }, //             side of what the networks see, in pixels
    filters: { type: 'string', default: '8,16,32,64' }, //  width of each level
    epochs: { type: 'string', default: '10' },
    batch: { type: 'string', default: '8' },
    rate: { type: 'string', default: '0.005' }, //          highest learning rate of the one cycle
    seed: { type: 'string', default: '0' },
    target: { type: 'string', default: '0.95' }, //         mean Dice that the best must reach
    out: { type: 'string', default: 'out/compare-models' },
  },
});
const [side, epochs, batchSize, seed] = [knobs.size, knobs.epochs, knobs.batch, knobs.seed].map(Number) as [
  number,
  number,
  number,
  number,
];

await tf.setBackend('wasm');
await installWasmKernels();

const size = { width: side, height: side };
const samples = Array.from({ length: Number(knobs.images) }, (_, i): hilum.Sample => {
  const { image, mask } = hilum.chestPhantom({ seed: `${seed}-${i}`, tuberculosis: i % 2 === 1 });
  return {
    name: `phantom-${i}`,
    image: hilum.prepareImage(image, size),
    mask: hilum.prepareMask(mask, size),
  };
});
const fractions = { train: 0.75, validation: 0, test: 0.25 };
const parts = hilum.splitDataset(samples, { fractions, seed });
const load = (sample: hilum.Sample): hilum.Sample => sample;
const augment = hilum.compose(
  hilum.flipHorizontal(),
  hilum.affine({ rotationRange: [-12, 12], scaleRange: [0.8, 1.2], shiftRange: [-0.08, 0.08] }),
  hilum.gamma(),
  hilum.contrast(),
  hilum.brightness(),
);
const data = hilum.batches({ items: parts.train, load, batchSize, shuffle: true, augment, seed });
const heldOut = hilum.batches({ items: parts.test, load, batchSize });
const steps = hilum.totalSteps({ samples: parts.train.length, batchSize, epochs });

// In a short training the running statistics must arrive sooner than at Keras's 0.99.
const norm = hilum.batchNorm({ momentum: 0.9 });
const args = {
  inputShape: [side, side, 1] as const,
  filters: knobs.filters.split(',').map(Number),
  norm,
  seed,
};
const models: Record<string, () => LayersModel> = {
  'U-Net': () => hilum.unet(args),
  ResUNet: () => hilum.resunet(args),
  'Attention U-Net': () => hilum.attentionUnet(args),
  'U-Net++': () => hilum.unetPlusPlus({ ...args, deepSupervision: true }),
};

const table: string[][] = [];
const means: number[] = [];
for (const [name, build] of Object.entries(models)) {
  console.log(`\n${name}`);
  const model = build();
  const { parameters, multiplyAdds } = hilum.summary(model);
  const started = performance.now();
  const optimizer = hilum.adamW({ weightDecay: 1e-4 });
  await hilum.train(model, {
    data,
    epochs,
    // U-Net++ has a map for each depth, the others have one.
    loss: hilum.deepSupervision(hilum.bceDiceLoss()),
    optimizer,
    schedule: hilum.oneCycleSchedule({ peak: Number(knobs.rate), steps }),
    gradients: hilum.clipByGlobalNorm(1),
    metrics: [hilum.dice()],
    callbacks: [progress(), hilum.weightAverage({ decay: 0.99 })],
    seed,
  });
  const seconds = (performance.now() - started) / 1000;
  optimizer.dispose();

  const evaluation = await hilum.evaluate(model, heldOut);
  const file = `${name.toLowerCase().replaceAll(/[^a-z+]+/g, '-')}.csv`;
  await writeText(join(knobs.out, file), hilum.evaluationCsv(evaluation));
  model.dispose();

  const scores = (column: string): number[] =>
    evaluation.rows.map((row) => row.scores[column]!).filter(Number.isFinite);
  means.push(mean(scores('dice')));
  table.push([
    name,
    interval(scores('dice'), 3),
    interval(scores('hd95'), 1),
    parameters.toLocaleString('en'),
    `${(multiplyAdds / 1e6).toFixed(0)} million`,
    formatDuration(seconds),
  ]);
}

console.log(
  `\n${parts.test.length} held-out phantoms at ${side}×${side} after ${epochs} epochs of ${parts.train.length}; in brackets 95 % bootstrap intervals.\n`,
);
print([['', 'Dice', 'HD95 (pixels)', 'parameters', 'multiply-adds', 'training'], ...table]);
console.log(`\nThe scores of every image are in ${knobs.out}.`);
if (Math.max(...means) < Number(knobs.target)) {
  console.log(`The best mean Dice is below the target of ${knobs.target}: train longer (--epochs).`);
  process.exitCode = 1;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean and its interval, as `0.971 [0.968, 0.974]`. */
function interval(values: readonly number[], digits: number): string {
  const { estimate, low, high } = hilum.bootstrapInterval(mean, values, { seed });
  return `${estimate.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
}

/** Columns as wide as their widest cell. */
function print(rows: readonly string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
}
