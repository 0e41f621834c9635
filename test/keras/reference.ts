import { unzlibSync } from 'fflate';
import written from '../reference/keras_files.json' with { type: 'json' };

/** Numbers of a tensor, in test/reference/keras_files.json. */
export interface Numbers {
  shape: number[];
  data: number[];
}

/** What Keras was given and what it predicted. */
export interface Case {
  inputs: Numbers[];
  outputs: Numbers[];
  names?: string[];
}

interface Reference {
  versions: Record<string, string>;
  /** Layers with the shapes of their weights, in the order of Keras. */
  orders: Record<string, [name: string, shapes: number[][]][]>;
  cases: Record<string, Case>;
  files: Record<string, string>;
}

/** Made by test/reference/keras_files.py with Keras itself. */
export const reference = written as unknown as Reference;

/** A file that Keras wrote. */
export function kerasFile(name: string): Uint8Array {
  const packed = reference.files[name];
  if (packed === undefined) throw new Error(`no file ${name}; test/reference/keras_files.py makes them`);
  // As pages can too.
  return unzlibSync(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));
}
