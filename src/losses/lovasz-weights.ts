import {
  add,
  cast,
  cumsum,
  div,
  equal,
  gather,
  maximum,
  mul,
  neg,
  range,
  reshape,
  stack,
  sub,
  sum,
  tensor,
  topk,
  transpose,
  unstack,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { rowLength } from '../metrics/area';

/*
 * What each pixel adds to the Jaccard loss of a hard mask when pixels are got wrong one after the other, the largest
 * error first: a foreground pixel takes one from the intersection, a background pixel adds one to the union. With `union`
 * and `intersection` after it, that is 1 / union for the first kind and intersection / (union · (union − 1)) for the
 * second. Where there is no foreground, the first alarm costs 1 and the others nothing.
 *
 * Errors and truth are [B, H, …, C], each channel of each sample an image of its own; so are the weights, times the
 * length of a row, by which the area of ../metrics/area is divided: smaller ones would be lost in 16 bits.
 */

/** By kernels that every backend has. Needs numbers up to that of pixels: not for 16 bits, which end at 65,504. */
export function lovaszWeights(errors: Tensor, truth: Tensor): Tensor {
  const { rank, shape } = errors;
  const classes = shape.at(-1)!;
  const images = shape[0] * classes;
  const pixels = errors.size / images;
  // [B, C, H, …] and back; as rows [B·C, pixels].
  const inner = shape.slice(1, -1).map((_, i) => i + 1);
  const rows = (x: Tensor): Tensor => reshape(transpose(x, [0, rank - 1, ...inner]), [images, pixels]);
  const order = topk(rows(errors), pixels).indices;
  const t = gatherRows(rows(truth), order);
  const count = reshape(range(1, pixels + 1), [1, pixels]);
  const foreground = sum(t, 1, true);
  const intersection = sub(foreground, cumsum(t, 1));
  const union = add(intersection, count);
  const ofForeground = div(t, union);
  const ofBackground = div(mul(sub(1, t), intersection), mul(union, maximum(sub(union, 1), 1)));
  const firstAlarm = mul(cast(equal(foreground, 0), 'float32'), cast(equal(count, 1), 'float32'));
  const sorted = add(add(ofForeground, ofBackground), firstAlarm);
  // To the place of a pixel in the order: the order of the order.
  const places = topk(neg(cast(order, 'float32')), pixels).indices;
  const weights = reshape(gatherRows(sorted, places), [shape[0], classes, ...shape.slice(1, -1)]);
  return mul(transpose(weights, [0, ...inner.map((axis) => axis + 1), 1]), rowLength(shape));
}

/** Row for row, as the WASM backend of tfjs 4.22 takes the wrong values where the first axis is one of batches. */
function gatherRows(x: Tensor, indices: Tensor): Tensor {
  const ofRow = unstack(indices);
  return stack(unstack(x).map((row, i) => gather(row, ofRow[i]! as Tensor1D)));
}

/** The same in JavaScript, on a backend that can be read at once; 0 for pixels without an error. */
export function lovaszWeightsRead(errors: Tensor, truth: Tensor): Tensor {
  const weights = new Float32Array(errors.size);
  const classes = errors.shape.at(-1)!;
  const sample = errors.size / errors.shape[0];
  const images = { e: errors.dataSync(), t: truth.dataSync(), step: classes, unit: rowLength(errors.shape) };
  for (let begin = 0; begin < errors.size; begin += sample)
    for (let channel = 0; channel < classes; channel++)
      weighImage(weights, { ...images, begin: begin + channel, end: begin + sample });
  return tensor(weights, errors.shape);
}

function weighImage(
  weights: Float32Array,
  {
    e,
    t,
    begin,
    end,
    step,
    unit,
  }: Record<'e' | 't', ArrayLike<number>> & Record<'begin' | 'end' | 'step' | 'unit', number>,
): void {
  const wrong: number[] = [];
  let intersection = 0;
  for (let i = begin; i < end; i += step) {
    intersection += t[i]!;
    if (e[i]! > 0) wrong.push(i);
  }
  wrong.sort((a, b) => e[b]! - e[a]!);
  const foreground = intersection;
  let union = foreground;
  for (const i of wrong) {
    if (t[i] === 1) weights[i] = (unit * 1) / union;
    else if (foreground > 0) weights[i] = (unit * intersection) / (union * (union + 1));
    else weights[i] = union === 0 ? unit : 0;
    if (t[i] === 1) intersection--;
    else union++;
  }
}
