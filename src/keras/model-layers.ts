import type { layers, LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { counter } from './state-layout';

/** A layer of a model that weights are loaded into. */
export interface ModelLayer {
  /** Of a layer within a model within the model with the name of that: `encoder/conv1`. */
  readonly name: string;
  readonly className: string;
  /** As Keras 3 counts layers: `functional/conv2d_1`. */
  readonly place: string;
  /** Those of a model as Keras has them: first all that train. */
  readonly weights: readonly LayerVariable[];
  /** The layers of a model. */
  readonly layers: readonly ModelLayer[] | undefined;
}

/** The layers of a model, with those of models inside, in order. */
export function modelLayers(model: Pick<LayersModel, 'layers'>, name = '', place = ''): ModelLayer[] {
  const count = counter();
  const below = (outer: string, inner: string): string => (outer === '' ? inner : `${outer}/${inner}`);
  return model.layers.map((layer) => {
    const className = layer.getClassName();
    const inside = 'layers' in layer ? (layer as layers.Layer & Pick<LayersModel, 'layers'>) : undefined;
    const at = below(place, count(className === 'Model' ? 'Functional' : className));
    const called = below(name, layer.name);
    return {
      ...{ name: called, className, place: at, weights: layer.weights },
      layers: inside && modelLayers(inside, called, at),
    };
  });
}

/** The layers at the ends: those of models instead of the models. */
export function leaves(all: readonly ModelLayer[]): ModelLayer[] {
  return all.flatMap((layer) => (layer.layers ? leaves(layer.layers) : [layer]));
}

/** The name of a weight without that of its layer: `kernel`. */
export function partOf(weight: LayerVariable): string {
  return weight.originalName.split('/').at(-1)!;
}
