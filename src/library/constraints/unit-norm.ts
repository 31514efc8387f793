import { defineConstraint } from "../constraint.ts";
import { lengthEpsilon, normAxes, normAxesProblem } from "../norm-axes.ts";
import { norms } from "../norms.ts";

export const unitNorm = defineConstraint({
  name: "UnitNorm",
  doc: "Brings each unit's weights to length 1 after every update. When only the direction of weights should count. Formula: w / (|w| + 1e-7).",
  params: { axis: normAxes },
  problem: ({ axis }, shape) => normAxesProblem(axis, shape),
  apply: (g, { axis }, weight) => g.div(weight, g.add(norms(g, weight, axis), lengthEpsilon)),
});
