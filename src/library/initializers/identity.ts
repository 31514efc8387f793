import { number, param } from "../../words/param-types.ts";
import { filled } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";

export const identity = defineInitializer({
  name: "Identity",
  aliases: ["IdentityInitializer"],
  doc: "A matrix with one number on the diagonal and 0 elsewhere, so that a layer begins by passing its input through. For recurrent kernels and for layers that should start as nothing. Matrices only.",
  params: { gain: param(number(), "the number on the diagonal", 1) },
  problem: (_params, shape) =>
    shape.length === 2 ? undefined : `Identity fills matrices only, not a weight of ${shape.length} axes`,
  sample({ gain }, shape) {
    const values = filled(shape, 0);
    const [rows = 0, columns = 0] = shape;
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = gain;
    return values;
  },
  facts: () => ({ constant: false }),
});
