import { number, param } from "../../words/param-types.ts";
import { defineConstraint } from "../constraint.ts";
import { lengthEpsilon, normAxes, normAxesProblem } from "../norm-axes.ts";
import { norms } from "../norms.ts";

export const maxNorm = defineConstraint({
  name: "MaxNorm",
  doc: "Shortens each unit's weights to a greatest length after every update. Tames large steps, often together with dropout. Formula: Srivastava and others, Dropout (2014): w * min(|w|, max_value) / (|w| + 1e-7).",
  params: { max_value: param(number({ min: 0 }), "greatest length", 2), axis: normAxes },
  problem: ({ axis }, shape) => normAxesProblem(axis, shape),
  apply(g, { max_value, axis }, weight) {
    const length = norms(g, weight, axis);
    return g.mul(weight, g.div(g.min(length, max_value), g.add(length, lengthEpsilon)));
  },
});
