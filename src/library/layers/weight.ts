import { instanceWithDefaults } from "../../words/instance-of.ts";
import { shapeOf } from "../../words/list-types.ts";
import { optional, param } from "../../words/param-types.ts";
import { constant } from "../initializers/constant.ts";
import { constraintType, numberOrInitializer, regularizerType } from "../instance-types.ts";
import { defineLayer } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";

export const weight = defineLayer({
  name: "Weight",
  doc: "A trainable number, or a tensor of them, that is the same in every row. It takes no tensor: `k = Weight(0.1)` is one itself, for an unknown coefficient of an equation or a factor that is learned. The constraint NonNeg keeps it from falling below 0.",
  params: {
    initializer: param(numberOrInitializer, "the value that it starts from, or an initializer", 0),
    shape: param(shapeOf(), "its shape, [] for a single number", []),
    regularizer: param(optional(regularizerType), "penalty on it", null),
    constraint: param(optional(constraintType), "what it is put back to after each update", null),
  },
  arity: { min: 0, max: 0 },
  shape: ({ shape }) => ({ shape, dtype: "float" }),
  weights: ({ initializer, shape, regularizer, constraint }) => ({
    value: weightSpec(
      shape,
      typeof initializer === "number" ? instanceWithDefaults(constant, { value: initializer }) : initializer,
      regularizer,
      constraint,
    ),
  }),
  lower({ g, batch, weights: { value } }) {
    if (value === undefined) throw new Error("Weight is lowered with its value");
    return g.broadcast(g.reshape(value, [1, ...value.shape]), [batch, ...value.shape]);
  },
  facts: () => ({ learns: false, nonlinear: false }),
  examples: [
    { source: "Weight(0.1)", input: [], output: [], parameters: 1 },
    { source: "Weight(glorot_uniform, [3, 4])", input: [], output: [3, 4], parameters: 12 },
  ],
});
