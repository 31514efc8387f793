/** Query, value and key of attention layers, in Keras' order, and whether their shapes go together. */
import { type Dim, equalDims, type Shape, showDim, showShape } from "../base/dim.ts";
import { ShapeProblem, type TensorSpec } from "./layer.ts";

export interface AttentionInputs<T> {
  readonly query: T;
  readonly value: T;
  readonly key: T;
}

/** `[query, value, key]`; the key is the value where it is left out, and one tensor is all three. */
export function attentionInputs<T>(inputs: readonly T[]): AttentionInputs<T> {
  const [query, value = query, key = value] = inputs;
  if (query === undefined || value === undefined || key === undefined) {
    throw new Error("attention has at least one input");
  }
  return { query, value, key };
}

/** Throws ShapeProblem unless all are sequences of vectors, `[places…, features]`, with a value for every key. */
export function checkSequences(word: string, inputs: readonly TensorSpec[]): AttentionInputs<Shape> {
  const { query, value, key } = attentionInputs(inputs.map(({ shape }) => shape));
  for (const shape of [query, value, key]) {
    if (shape.length >= 2) continue;
    throw new ShapeProblem(
      "rank-mismatch",
      `${word} needs sequences of vectors, [places, features], but ${showShape(shape)} comes in`,
      {
        label: `needs 2 axes, not ${shape.length}`,
        help: "write Embedding or Reshape before it, or declare the input as f32[T, features]",
      },
    );
  }
  const [keys, values] = [key.slice(0, -1), value.slice(0, -1)];
  if (keys.length === values.length && keys.every((dim, i) => equalDims(dim, values[i] as Dim))) {
    return { query, value, key };
  }
  throw new ShapeProblem(
    "shape-mismatch",
    `${word} needs a value for each key, and values ${showShape(value)} meet keys ${showShape(key)}`,
    { label: "the order is [query, value, key]", help: "all axes but the last must be equal" },
  );
}

/** Throws ShapeProblem unless all are sequences with one axis of places. */
export function checkFlatSequences(word: string, inputs: readonly TensorSpec[]): AttentionInputs<Shape> {
  const shapes = checkSequences(word, inputs);
  const long = [shapes.query, shapes.value].find((shape) => shape.length > 2);
  if (long === undefined) return shapes;
  throw new ShapeProblem(
    "rank-mismatch",
    `${word} needs sequences of vectors, [places, features], but ${showShape(long)} comes in`,
    { label: `needs 2 axes, not ${long.length}`, help: "write Reshape([-1, features]) before it" },
  );
}

/** Attention without projections compares query and key feature by feature. Throws ShapeProblem where that cannot be. */
export function checkComparable(word: string, inputs: readonly TensorSpec[]): AttentionInputs<Shape> {
  const shapes = checkFlatSequences(word, inputs);
  const [own, other] = [shapes.query.at(-1) as Dim, shapes.key.at(-1) as Dim];
  if (equalDims(own, other)) return shapes;
  throw new ShapeProblem(
    "shape-mismatch",
    `${word} compares query and key feature by feature, and ${showShape(shapes.query)} meets ${showShape(shapes.key)}`,
    {
      label: `${showDim(own)} features against ${showDim(other)}`,
      help: "bring both to one size with Dense, or use MultiHeadAttention, which does so by itself",
    },
  );
}
