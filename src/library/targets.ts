/** Brings targets and outputs to shapes and types that can be compared element by element. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

export interface Pair {
  readonly target: Node;
  readonly output: Node;
}

/**
 * Target and output of one shape, with at least one axis beside the batch, the target in the output's type. Where the ranks
 * differ by one, the last axis of size 1 counts for nothing, as in Keras: `[batch]` meets `[batch, 1]`.
 */
export function paired(g: Builder, target: Node, output: Node): Pair {
  const given = g.cast(target, output.dtype);
  const shape = output.shape.length === 1 ? [...output.shape, 1] : output.shape;
  return { target: g.reshape(given, shape), output: g.reshape(output, shape) };
}

/** Class indices as i32 with the class axis of size 1: `[batch, …, 1]` for scores of shape `[batch, …, classes]`. */
export function classIndices(g: Builder, target: Node, scores: Node, axis: number): Node {
  const shape = scores.shape.with(axis, 1);
  return g.reshape(g.cast(target, "i32"), shape);
}

/** 1 where an entry of the class axis is the target's class, as i32 of the scores' shape. */
export function isClass(g: Builder, indices: Node, scores: Node, axis: number): Node {
  return g.equal(g.iota(scores.shape, axis, "i32"), indices);
}
