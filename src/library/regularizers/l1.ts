import { number, param } from "../../words/param-types.ts";
import { absolutePenalty } from "../norms.ts";
import { defineRegularizer } from "../regularizer.ts";

export const l1 = defineRegularizer({
  name: "L1",
  doc: "Adds l1 times the sum of absolute weights to the loss. Drives weights to exactly 0, so it picks features. Formula: Tibshirani, Regression shrinkage and selection via the lasso (1996).",
  params: { l1: param(number({ min: 0 }), "strength", 0.01) },
  penalty: (g, { l1 }, weight) => absolutePenalty(g, l1, weight),
});
