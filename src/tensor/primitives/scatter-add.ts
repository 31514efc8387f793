import { integerAttribute } from "../attributes.ts";
import type { Node } from "../node.ts";
import { GraphError, type ScatterPrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { requireDType } from "../type-rules.ts";
import { sameShape, showType } from "../types.ts";

export const scatterAdd: ScatterPrimitive = {
  kind: "scatter",
  name: "scatter-add",
  doc: "A table whose rows are the sums of the updates that bear their numbers, added in order; other rows are 0.",
  type: (inputs, attributes) => {
    const [updates, indices] = inputs;
    if (updates === undefined || indices === undefined || inputs.length > 2) {
      throw new GraphError(`takes updates and indices, not ${inputs.length} inputs`);
    }
    requireDType(indices, ["i32"]);
    const rank = indices.shape.length;
    if (!sameShape(updates.shape.slice(0, rank), indices.shape)) {
      throw new GraphError(`${showType(updates)} has no row for each of ${showType(indices)}`);
    }
    const rows = integerAttribute(attributes, "rows");
    if (rows < 1) throw new GraphError(`a table has rows, not ${rows}`);
    return { shape: [rows, ...updates.shape.slice(rank)], dtype: updates.dtype };
  },
  gradient: (g, dy, [, indices]) => [g.gather(dy, indices as Node), undefined],
  samples: [
    {
      inputs: [drawn(-1, 1, 5, 3), { shape: [5], values: [3, 0, 0, 2, 3], dtype: "i32" }],
      attributes: { rows: 4 },
    },
    {
      inputs: [drawn(-1, 1, 2, 3, 5), { shape: [2, 3], values: [1, -7, 9, 3, 1, 1], dtype: "i32" }],
      attributes: { rows: 4 },
    },
    {
      inputs: [drawn(-1, 1, 3, 1), { shape: [3, 1], values: [5, 1, 5], dtype: "i32" }],
      attributes: { rows: 6 },
    },
    { inputs: [drawn(-1, 1, 19), { shape: [], values: [2], dtype: "i32" }], attributes: { rows: 3 } },
    {
      inputs: [drawn(-9, 9, 3, 2), { shape: [3], values: [0, 4, 0], dtype: "i32" }],
      attributes: { rows: 2 },
      dtypes: ["i32"],
    },
  ],
};
