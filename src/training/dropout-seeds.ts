import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { hashText } from '../core/random';

type Layer = layers.Layer & { seed?: number | undefined; readonly layers?: readonly Layer[] };

/** Gives the dropout layers of a model their seeds. */
export interface DropoutSeeds {
  /** New seeds for the pass of this name. */
  draw(pass: string): void;
  /** The seeds that the layers came with. */
  giveBack(): void;
}

/**
 * A dropout layer of tfjs draws the same mask at every call when it has a seed, and from `Math.random` when it has
 * none. Here each draws from `seed`, its name and that of the pass: anew every time, and the same in every run.
 */
export function dropoutSeeds(model: LayersModel, seed: number | string): DropoutSeeds {
  const dropouts = nested(model.layers).filter((layer) => 'rate' in layer && 'seed' in layer);
  const seeds = dropouts.map((layer) => layer.seed);
  return {
    draw(pass) {
      // tfjs takes a seed of 0 for none.
      for (const layer of dropouts) layer.seed = hashText(`${seed}/${layer.name}/${pass}`) || 1;
    },
    giveBack() {
      dropouts.forEach((layer, i) => (layer.seed = seeds[i]));
    },
  };
}

function nested(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) => [layer, ...nested(layer.layers ?? [])]);
}
