import { integersAttribute, numberAttribute } from "../attributes.ts";
import type { Attributes } from "../node.ts";
import { GraphError, type ViewPrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { totalOfPads } from "../total.ts";
import { onlyInput } from "../type-rules.ts";

function marginsOf(
  shape: readonly number[],
  attributes: Attributes,
): { before: readonly number[]; after: readonly number[] } {
  const before = integersAttribute(attributes, "before", shape.length);
  const after = integersAttribute(attributes, "after", shape.length);
  if ([...before, ...after].every((margin) => margin >= 0)) return { before, after };
  throw new GraphError(`margins [${before}] and [${after}] must not be negative`);
}

export const pad: ViewPrimitive = {
  kind: "view",
  name: "pad",
  doc: "Margins of one value around the input.",
  type: (inputs, attributes) => {
    const { shape, dtype } = onlyInput(inputs);
    const { before, after } = marginsOf(shape, attributes);
    numberAttribute(attributes, "value");
    return {
      shape: shape.map((size, axis) => size + (before[axis] as number) + (after[axis] as number)),
      dtype,
    };
  },
  maps: (inputs, attributes) => {
    const { before } = marginsOf(onlyInput(inputs).shape, attributes);
    return [before.map((margin, axis) => ({ axis, factor: 1, offset: 0 - margin }))];
  },
  fill: (attributes) => numberAttribute(attributes, "value"),
  gradient: (g, dy, inputs, _, attributes) => {
    const { shape } = onlyInput(inputs);
    return [g.slice(dy, marginsOf(shape, attributes).before, shape)];
  },
  total: totalOfPads,
  samples: [
    { inputs: [drawn(-1, 1, 3, 5)], attributes: { before: [1, 0], after: [0, 2], value: 0 } },
    { inputs: [drawn(-1, 1, 2, 3, 4)], attributes: { before: [0, 2, 1], after: [1, 0, 3], value: -1.5 } },
    { inputs: [drawn(-9, 9, 5)], attributes: { before: [3], after: [2], value: 7 }, dtypes: ["i32"] },
  ],
};
