import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NamedArrays, SavedArray } from '../core/safetensors';
import { setLearningRate } from './learning-rate';
import { savedNumbers, savedTensor, tensorOf } from './saved-arrays';

/*
 * Every optimizer of tfjs keeps its state in three kinds of fields: numbers (the rate, the count of steps), single
 * variables (the powers of Adam's betas) and lists with a variable for each weight. Read and written as they stand,
 * because getWeights() leaves out the powers, and setWeights() computes them anew, which is not the same to the bit.
 */

/** A variable that belongs to a weight, as the optimizers list them. */
interface Slot {
  /** The name of the weight's variable, a slash, and what it is: `m`, `v`, `momentum`, … */
  readonly originalName: string;
  readonly variable: tf.Variable;
}

type Fields = Record<string, unknown>;

/** The state of an optimizer; what belongs to a weight is named by it. */
export async function savedOptimizer(optimizer: tf.Optimizer, model: LayersModel): Promise<NamedArrays> {
  const weightNames = new Map(model.weights.map((weight) => [variableOf(weight).name, weight.originalName]));
  const state: Record<string, SavedArray> = {};
  for (const [field, value] of Object.entries(optimizer as unknown as Fields)) {
    if (typeof value === 'number') state[field] = savedNumbers(value);
    else if (value instanceof tf.Variable) state[field] = await savedTensor(value);
    else if (isSlots(value)) {
      for (const { originalName, variable } of value.filter(Boolean)) {
        const [, owner, kind] = /^(.*)\/([^/]*)$/.exec(originalName)!;
        state[`${field}/${weightNames.get(owner!) ?? owner}/${kind}`] = await savedTensor(variable);
      }
    }
  }
  return state;
}

/** Puts the state back into a new optimizer of the same kind. */
export function restoreOptimizer(optimizer: tf.Optimizer, model: LayersModel, state: NamedArrays): void {
  const fields = optimizer as unknown as Fields;
  for (const [name, saved] of Object.entries(state)) {
    const [field] = name.split('/');
    const value = fields[field!];
    if (value instanceof tf.Variable) tf.tidy(() => value.assign(tensorOf(saved)));
    else if (field === 'learningRate') setLearningRate(optimizer, saved.data[0]!);
    else if (!name.includes('/')) fields[field!] = saved.data[0];
  }
  // Optimizers find a weight's variables by its place among those that train.
  for (const [field, value] of Object.entries(fields)) {
    if (!Array.isArray(value)) continue;
    const slots = model.trainableWeights.flatMap((weight): Slot[] => {
      const prefix = `${field}/${weight.originalName}/`;
      const name = Object.keys(state).find((key) => key.startsWith(prefix));
      if (name === undefined) return [];
      const originalName = `${variableOf(weight).name}/${name.slice(prefix.length)}`;
      return [{ originalName, variable: tf.tidy(() => tf.variable(tensorOf(state[name]!), false)) }];
    });
    if (slots.length === 0) continue;
    tf.dispose((value as Slot[]).map(({ variable }) => variable));
    fields[field] = slots;
  }
}

/**
 * Puts the state of an optimizer in the order of the weights that train now: after some were frozen or unfrozen, another
 * place is theirs, and an optimizer would take the state of one for that of another. Of weights that do not train, or
 * of another model, it is given up; where there is none yet the optimizer begins one.
 */
export function alignOptimizer(optimizer: tf.Optimizer, model: LayersModel): void {
  const fields = optimizer as unknown as Fields;
  for (const [field, value] of Object.entries(fields)) {
    if (!isSlots(value)) continue;
    const left = new Map(value.map((slot) => [ownerOf(slot), slot]));
    // With holes where there is none: the optimizers look for what is missing, and map() leaves holes out.
    const slots: Slot[] = [];
    model.trainableWeights.forEach((weight, i) => {
      const { name } = variableOf(weight);
      const slot = left.get(name);
      if (slot) slots[i] = slot;
      left.delete(name);
    });
    tf.dispose([...left.values()].map(({ variable }) => variable));
    fields[field] = slots;
  }
}

/** The name of the variable that a slot belongs to. */
function ownerOf({ originalName }: Slot): string {
  return originalName.slice(0, originalName.lastIndexOf('/'));
}

function isSlots(value: unknown): value is Slot[] {
  return Array.isArray(value) && value.every((slot) => (slot as Slot).variable instanceof tf.Variable);
}

function variableOf(weight: LayersModel['weights'][number]): tf.Variable {
  return weight.read() as unknown as tf.Variable;
}
