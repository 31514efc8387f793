import { defineConstraint } from "../constraint.ts";

export const nonNeg = defineConstraint({
  name: "NonNeg",
  doc: "Sets negative weights to 0 after every update. When more of a feature may never count against the output.",
  params: {},
  apply: (g, _params, weight) => g.max(weight, 0),
});
