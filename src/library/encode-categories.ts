/** Whole numbers as they are, or as vectors: a one at the number's place, ones for all that occur in a row, or how often each does. */
import { type Dim, isKnown, type Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import { choice } from "../words/param-types.ts";
import type { TensorSpec } from "./layer.ts";

export type Encoding = "int" | "one_hot" | "multi_hot" | "count";

export const encoding = choice("int", "one_hot", "multi_hot", "count");

/** `depth` numbers may occur, from 0 on. */
export function encodedSpec(shape: Shape, mode: Encoding, depth: Dim): TensorSpec {
  if (mode === "int") return { shape, dtype: "i32" };
  const kept = mode === "one_hot" ? withoutLastOne(shape) : shape.slice(1);
  return { shape: [...kept, depth], dtype: "float" };
}

/** `indices` `[batch, …]`, whole numbers of type i32; those that are not below `depth` leave zeros. */
export function encode(g: Builder, indices: Node, mode: Encoding, depth: number, float: FloatType): Node {
  if (mode === "int") return indices;
  const [batch = 1, ...row] = indices.shape;
  const axes = mode === "one_hot" ? withoutLastOne(row) : row.length === 0 ? [1] : row;
  const apart = g.reshape(indices, [batch, ...(axes as number[]), 1]);
  const places = g.iota([depth], 0, "i32");
  const hot = g.cast(g.equal(apart, places), float);
  if (mode === "one_hot") return hot;
  return mode === "count" ? g.sum(hot, [1]) : g.reduceMax(hot, [1]);
}

function withoutLastOne(shape: Shape): Shape {
  const last = shape.at(-1);
  return last !== undefined && isKnown(last) && last === 1 ? shape.slice(0, -1) : shape;
}
