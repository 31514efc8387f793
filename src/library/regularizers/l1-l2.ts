import { number, param } from "../../words/param-types.ts";
import { absolutePenalty, squarePenalty } from "../norms.ts";
import { defineRegularizer } from "../regularizer.ts";

const strength = number({ min: 0 });

export const l1L2 = defineRegularizer({
  name: "L1L2",
  aliases: ["l1_l2"],
  doc: "Adds both l1 times the sum of absolute weights and l2 times the sum of squared ones to the loss. Without arguments both are 0 and it does nothing, as in Keras. Formula: Zou and Hastie, Regularization and variable selection via the elastic net (2005).",
  params: {
    l1: param(strength, "strength of the absolute part", 0),
    l2: param(strength, "strength of the squared part", 0),
  },
  penalty: (g, { l1, l2 }, weight) => g.add(absolutePenalty(g, l1, weight), squarePenalty(g, l2, weight)),
});
