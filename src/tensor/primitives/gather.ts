import type { Node } from "../node.ts";
import { type GatherPrimitive, GraphError } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { requireDType } from "../type-rules.ts";

export const gather: GatherPrimitive = {
  kind: "gather",
  name: "gather",
  doc: "Rows of a table by their numbers; a number outside the table means the nearest row in it.",
  type: (inputs) => {
    const [table, indices] = inputs;
    if (table === undefined || indices === undefined || inputs.length > 2) {
      throw new GraphError(`takes a table and indices, not ${inputs.length} inputs`);
    }
    requireDType(indices, ["i32"]);
    if (table.shape.length === 0) throw new GraphError("a single number has no rows");
    return { shape: [...indices.shape, ...table.shape.slice(1)], dtype: table.dtype };
  },
  gradient: (g, dy, [table, indices]) => [
    g.scatterAdd(dy, indices as Node, (table as Node).shape[0] as number),
    undefined,
  ],
  samples: [
    { inputs: [drawn(-1, 1, 4, 3), { shape: [5], values: [3, 0, 0, 2, 3], dtype: "i32" }] },
    { inputs: [drawn(-1, 1, 4, 2, 5), { shape: [2, 2], values: [1, -7, 9, 3], dtype: "i32" }] },
    { inputs: [drawn(-1, 1, 6), { shape: [3, 1], values: [5, 1, 5], dtype: "i32" }] },
    { inputs: [drawn(-1, 1, 3, 19), { shape: [], values: [2], dtype: "i32" }] },
    { inputs: [drawn(-9, 9, 1, 2), { shape: [2], values: [0, 4], dtype: "i32" }], dtypes: ["i32"] },
  ],
};
