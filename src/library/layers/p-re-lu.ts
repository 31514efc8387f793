import { isKnown, type Shape, showShape } from "../../base/dim.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { listOf } from "../../words/list-types.ts";
import { integer, optional, param } from "../../words/param-types.ts";
import { axisProblem } from "../axis.ts";
import { zeros } from "../initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "../instance-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { sameShape } from "../same-shape.ts";
import { weightSpec } from "../weight-spec.ts";

export const pReLU = defineLayer({
  name: "PReLU",
  doc: "A relu whose slope below 0 is learned: x, or alpha * x. Every place has a slope of its own unless axes share one: after a convolution write shared_axes = [0, 1]. Formula: He, Zhang, Ren and Sun, Delving deep into rectifiers (2015).",
  params: {
    alpha_initializer: param(initializerType, "how the slopes begin", instanceWithDefaults(zeros)),
    alpha_regularizer: param(optional(regularizerType), "penalty on the slopes", null),
    alpha_constraint: param(
      optional(constraintType),
      "what the slopes are put back to after each update",
      null,
    ),
    shared_axes: param(
      optional(listOf(integer(), { single: true })),
      "axes along which one slope serves all, counted without the batch axis",
      null,
    ),
  },
  shape({ shared_axes }, inputs) {
    const spec = sameShape(inputs);
    for (const axis of shared_axes ?? []) {
      const problem = axisProblem(axis, spec.shape);
      if (problem !== undefined) throw new ShapeProblem("bad-option", problem, { param: "shared_axes" });
    }
    if (!slopes(spec.shape, shared_axes).every(isKnown)) {
      throw new ShapeProblem(
        "bad-option",
        `PReLU cannot have a slope for each place of ${showShape(spec.shape)}`,
        {
          param: "shared_axes",
          label: "a size is not known before the data is",
          help: "share the axes of unknown size: shared_axes = [0]",
        },
      );
    }
    return spec;
  },
  weights(params, [x]) {
    const { alpha_initializer, alpha_regularizer, alpha_constraint } = params;
    const shape = slopes(x?.shape ?? [], params.shared_axes);
    return { alpha: weightSpec(shape, alpha_initializer, alpha_regularizer, alpha_constraint) };
  },
  lower({ g, inputs: [input], weights: { alpha }, float }) {
    if (input === undefined || alpha === undefined)
      throw new Error("PReLU is lowered with one input and its slopes");
    const x = g.cast(input, float);
    return g.add(g.max(x, 0), g.mul(alpha, g.min(x, 0)));
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    { source: "PReLU()", input: [5], output: [5], parameters: 5 },
    { source: "PReLU(shared_axes = [0])", input: [3, 4], output: [3, 4], parameters: 4 },
  ],
});

function slopes(shape: Shape, shared: readonly number[] | null): Shape {
  const at = (axis: number) => (axis < 0 ? axis + shape.length : axis);
  return shape.map((dim, axis) => (shared?.some((other) => at(other) === axis) ? 1 : dim));
}
