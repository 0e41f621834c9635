import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { TestProject } from 'vitest/node';
import { seededData, type SeededData } from './seeded-data';
import { shortTraining } from './short-training';

declare module 'vitest' {
  interface ProvidedContext {
    /** What Node computes before the browser starts. */
    seededData: SeededData;
    /** On the cpu backend. */
    shortTraining: Record<string, number[]>;
  }
}

export default async function computeInNode(project: TestProject): Promise<void> {
  await tf.setBackend('cpu');
  project.provide('seededData', await seededData());
  project.provide('shortTraining', await shortTraining());
}
