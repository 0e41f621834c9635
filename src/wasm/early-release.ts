import type { GradFunc, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What the gradient of one operation leaves to be freed. */
interface Spent {
  readonly dys: Set<Tensor>;
  readonly saved: readonly Tensor[];
}

/** By the scope of a backward pass: what the operation before this one has left. */
const spentIn = /* @__PURE__ */ new WeakMap<object, Spent>();

/**
 * Runs the gradient of an operation and frees, as soon as the next one begins, what only it needed: the gradient of
 * its output and the tensors it saved. tfjs keeps all of them to the end of the backward pass; a deep network at
 * 256×256 then fills the four gigabytes that a WASM memory can have.
 *
 * A backward pass asks for the gradients of an operation one after the other and never again, so at the next
 * operation they are all done.
 */
export function releasing(
  gradFunc: GradFunc,
  dy: Tensor | Tensor[],
  saved: Tensor[],
  attrs: NamedAttrMap,
): ReturnType<GradFunc> {
  const scope = tf.engine().state.activeScope;
  release(spentIn.get(scope));
  // A gradient that the caller handed in belongs to the caller.
  const dys = new Set([dy].flat().filter(({ scopeId }) => scopeId === scope.id));
  spentIn.set(scope, { dys, saved });
  const gradients = Object.entries(gradFunc(dy, saved, attrs)).map(([input, compute]) => {
    const once = (): Tensor => {
      const dx = compute();
      // Handed through, it goes on as the gradient of the operation before.
      dys.delete(dx);
      return dx;
    };
    return [input, once] as const;
  });
  return Object.fromEntries(gradients);
}

function release(spent: Spent | undefined): void {
  if (spent) tf.dispose([...spent.dys, ...spent.saved]);
}
