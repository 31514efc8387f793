import { number, param } from "../../words/param-types.ts";
import { defineLayer } from "../layer.ts";
import { absolutePenalty, squarePenalty } from "../norms.ts";
import { sameShape } from "../same-shape.ts";

export const activityRegularization = defineLayer({
  name: "ActivityRegularization",
  doc: "Gives back its input unchanged and adds its size to the loss: l1 * sum(|x|) + l2 * sum(x^2), divided by the rows of the batch. To keep activities small or sparse, as in sparse autoencoders.",
  params: {
    l1: param(number({ min: 0 }), "strength of the penalty on absolute values", 0),
    l2: param(number({ min: 0 }), "strength of the penalty on squares", 0),
  },
  shape: (_params, inputs) => sameShape(inputs),
  lower({ g, params: { l1, l2 }, inputs: [input], float, addLoss }) {
    if (input === undefined) throw new Error("ActivityRegularization is lowered with one input");
    const x = g.cast(input, float);
    const penalty = g.add(absolutePenalty(g, l1, x), squarePenalty(g, l2, x));
    if (l1 !== 0 || l2 !== 0) addLoss(g.div(penalty, x.shape[0] as number));
    return x;
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false }),
  examples: [
    { source: "ActivityRegularization(l1 = 0.01, l2 = 0.1)", input: [4], output: [4], parameters: 0 },
  ],
});
