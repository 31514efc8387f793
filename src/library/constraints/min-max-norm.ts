import { number, param } from "../../words/param-types.ts";
import { defineConstraint } from "../constraint.ts";
import { lengthEpsilon, normAxes, normAxesProblem } from "../norm-axes.ts";
import { norms } from "../norms.ts";

export const minMaxNorm = defineConstraint({
  name: "MinMaxNorm",
  doc: "Moves the length of each unit's weights into a range after every update, at once or by a share of the way. When weights should neither die out nor grow. Formula as in Keras: w * (rate * clip(|w|, min_value, max_value) + (1 - rate) * |w|) / (|w| + 1e-7).",
  params: {
    min_value: param(number({ min: 0 }), "least length", 0),
    max_value: param(number({ min: 0 }), "greatest length", 1),
    rate: param(number({ min: 0, max: 1 }), "share of the way to the range that each update goes", 1),
    axis: normAxes,
  },
  conflict: ({ min_value, max_value }) =>
    min_value <= max_value
      ? undefined
      : { param: "min_value", message: `is ${min_value}, above max_value, which is ${max_value}` },
  problem: ({ axis }, shape) => normAxesProblem(axis, shape),
  apply(g, { min_value, max_value, rate, axis }, weight) {
    const length = norms(g, weight, axis);
    const wanted = g.min(g.max(length, min_value), max_value);
    const moved = rate === 1 ? wanted : g.add(g.mul(rate, wanted), g.mul(1 - rate, length));
    return g.mul(weight, g.div(moved, g.add(length, lengthEpsilon)));
  },
});
