import { integersAttribute } from "../attributes.ts";
import type { Attributes } from "../node.ts";
import { GraphError, type ViewPrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { onlyInput } from "../type-rules.ts";

function permutationOf(attributes: Attributes, rank: number): readonly number[] {
  const permutation = integersAttribute(attributes, "permutation", rank);
  const sorted = [...permutation].sort((a, b) => a - b);
  if (sorted.every((axis, i) => axis === i)) return permutation;
  throw new GraphError(`[${permutation}] is no order of ${rank} axes`);
}

function inverse(permutation: readonly number[]): number[] {
  return permutation.map((_, axis) => permutation.indexOf(axis));
}

export const transpose: ViewPrimitive = {
  kind: "view",
  name: "transpose",
  doc: "The axes in another order: axis i of the result is axis permutation[i] of the input.",
  type: (inputs, attributes) => {
    const { shape, dtype } = onlyInput(inputs);
    const permutation = permutationOf(attributes, shape.length);
    return { shape: permutation.map((axis) => shape[axis] as number), dtype };
  },
  maps: (inputs, attributes) => {
    const permutation = permutationOf(attributes, onlyInput(inputs).shape.length);
    return [inverse(permutation).map((axis) => ({ axis, factor: 1, offset: 0 }))];
  },
  gradient: (g, dy, inputs, _, attributes) => {
    const permutation = permutationOf(attributes, onlyInput(inputs).shape.length);
    return [g.transpose(dy, inverse(permutation))];
  },
  samples: [
    { inputs: [drawn(-1, 1, 3, 5)], attributes: { permutation: [1, 0] } },
    { inputs: [drawn(-1, 1, 2, 3, 4, 5)], attributes: { permutation: [2, 0, 3, 1] } },
    { inputs: [drawn(-9, 9, 2, 3)], attributes: { permutation: [0, 1] }, dtypes: ["i32"] },
  ],
};
