import { createImage, createRandom, evaluateClassifier, type ClassifiedCase } from 'hilum';
import type { DiagnosisReport } from 'hilum/node';

/** 80 cases of 40 patients in five folds, from two hospitals, with a baseline. */
export function simulatedCases(): ClassifiedCase[] {
  const random = createRandom('diagnosis');
  return Array.from({ length: 80 }, (_, i) => {
    const label = (i >> 1) % 2;
    const logit = 2 * (label - 0.5) + random.normal();
    return {
      name: `x/${i}.png`,
      label,
      probability: 1 / (1 + Math.exp(-logit)),
      baseline: 1 / (1 + Math.exp(-random.normal(logit / 4))),
      patient: `${i >> 1}`,
      source: (i >> 1) % 3 > 0 ? 'Shenzhen' : 'Montgomery',
      fold: (i >> 2) % 5,
    };
  });
}

const classNames = ['normal', 'tuberculosis'] as const;
export const evaluation = evaluateClassifier(simulatedCases(), { classNames, samples: 20 });

export const dark = createImage({ width: 2, height: 2, channels: 3, data: new Uint8Array(12).fill(7) });

/** A report with everything in it. */
export const full: DiagnosisReport = {
  title: 'Tuberculosis in two hospitals',
  subtitle: 'Cross-validated.',
  notes: ['No weights were given.'],
  evaluation,
  baselineName: 'logistic regression',
  settings: { model: 'mlp', size: 64 },
  counts: { images: 80 },
  examples: evaluation.rows.slice(0, 12).map(({ name }) => ({ name, image: dark, heatMap: dark })),
  skipped: [{ file: 'broken.png', reason: 'the file is cut off' }],
};

/** A report with nothing but an evaluation of the least that can be evaluated. */
export const bare: DiagnosisReport = {
  title: 'Bare',
  evaluation: evaluateClassifier(
    [0.1, 0.2, 0.8, 0.9].map((probability, i) => ({ name: `${i}`, label: i >> 1, probability })),
    { samples: 5 },
  ),
  settings: {},
  counts: {},
  examples: [],
  skipped: [],
};
