import { number, param } from "../../words/param-types.ts";
import { squarePenalty } from "../norms.ts";
import { defineRegularizer } from "../regularizer.ts";

export const l2 = defineRegularizer({
  name: "L2",
  doc: "Adds l2 times the sum of squared weights to the loss (no half in front). Keeps weights small, the common cure for overfitting. Formula: Hoerl and Kennard, Ridge regression (1970).",
  params: { l2: param(number({ min: 0 }), "strength", 0.01) },
  penalty: (g, { l2 }, weight) => squarePenalty(g, l2, weight),
});
