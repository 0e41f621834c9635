import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import type { TranslatedLayer } from './translate-layer';

/**
 * A batch normalisation over another axis than the last, which TensorFlow.js computes wrongly, as three layers: the
 * axis is moved to the end and back. Other layers are left alone.
 *
 * @param rank axes of its input, the one of images included; undefined where its axis is the last
 */
export function overLastAxis(layer: TranslatedLayer, rank: number | undefined): TranslatedLayer[] {
  const { axis, name } = layer.config;
  if (rank === undefined || typeof axis !== 'number') return [layer];
  const from = axis < 0 ? axis + rank : axis;
  const axes = Array.from({ length: rank - 1 }, (_, i) => i + 1);
  const to = [...axes.filter((other) => other !== from), from];
  const back = axes.map((other) => to.indexOf(other) + 1);
  const permute = (label: string, dims: readonly number[]): TranslatedLayer => ({
    class_name: 'Permute',
    config: { name: `${String(name)}_${label}`, dims },
  });
  return [
    permute('to_last', to),
    { ...layer, config: { ...layer.config, axis: -1 } },
    permute('from_last', back),
  ];
}

type Built = layers.Layer & Partial<Pick<LayersModel, 'layers'>> & { readonly axis?: number };

/** The axes of the inputs of those batch normalisations in a model whose own axis is not the last, by their names. */
export function ranksOfOtherAxes(model: Pick<LayersModel, 'layers'>, within = ''): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const layer of model.layers as Built[]) {
    const name = `${within}${layer.name}`;
    if (layer.layers) {
      for (const [inner, rank] of ranksOfOtherAxes({ layers: layer.layers }, `${name}/`))
        ranks.set(inner, rank);
    } else if (layer.getClassName() === 'BatchNormalization' && layer.axis !== undefined) {
      const rank = (layer.inboundNodes[0]!.inputShapes[0] as number[]).length;
      if (layer.axis !== -1 && layer.axis !== rank - 1) ranks.set(name, rank);
    }
  }
  return ranks;
}
