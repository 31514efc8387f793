import type { Node } from "../../tensor/node.ts";
import { number, param } from "../../words/param-types.ts";
import { defineLayer, type LowerContext, ShapeProblem } from "../layer.ts";

export const masking = defineLayer({
  name: "Masking",
  doc: "Marks the steps of a sequence that are only there to fill it up: those whose features are all equal to mask_value. The layers behind it pass over them: recurrent layers keep their state, averages and losses leave them out.",
  params: { mask_value: param(number(), "what every feature of such a step is", 0) },
  shape(_params, [x]) {
    if (x !== undefined && x.shape.length > 0) return { shape: x.shape, dtype: "float" };
    throw new ShapeProblem("rank-mismatch", "Masking needs a sequence of features, [steps, features]", {
      label: "one number a row comes in",
    });
  },
  lower(context) {
    const { g } = context;
    const x = counted(context);
    const counts = countsOf(context);
    return g.where(g.broadcast(g.reshape(counts, [...counts.shape, 1]), x.shape), x, 0);
  },
  mask: (context) => countsOf(context),
  facts: () => ({ learns: false, nonlinear: false }),
  examples: [
    { source: "Masking()", input: [4, 2], output: [4, 2], parameters: 0 },
    { source: "Masking(mask_value = -1)", input: [3, 1], output: [3, 1], parameters: 0 },
  ],
});

/** 1 for steps with a feature other than the value. */
function countsOf(context: LowerContext<{ readonly mask_value: number }>): Node {
  const { g, params } = context;
  const x = counted(context);
  return g.reduceMax(g.sub(1, g.equal(x, params.mask_value)), [-1]);
}

function counted({ g, inputs: [x], float }: Pick<LowerContext<unknown>, "g" | "inputs" | "float">): Node {
  if (x === undefined) throw new Error("Masking is lowered with one input");
  return g.cast(x, float);
}
