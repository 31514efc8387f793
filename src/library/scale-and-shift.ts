/** What normalisations learn: a factor and a shift. */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import { listOf } from "../words/list-types.ts";
import type { ParamsOf, ParamTable } from "../words/param.ts";
import { flag, integer, number, optional, param } from "../words/param-types.ts";
import { axisProblem } from "./axis.ts";
import { ones } from "./initializers/ones.ts";
import { zeros } from "./initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";
import { ShapeProblem, type WeightSpec } from "./layer.ts";
import { weightSpec } from "./weight-spec.ts";

export const epsilonParam = (initial: number) =>
  param(number({ min: 0, aboveMin: true }), "added under the root that is divided by", initial);

export const centerAndScale = {
  center: param(flag, "whether a learned shift, beta, is added", true),
  scale: param(flag, "whether a learned factor, gamma, is multiplied by", true),
} satisfies ParamTable;

export const betaAndGamma = {
  beta_initializer: param(initializerType, "how beta begins", instanceWithDefaults(zeros)),
  gamma_initializer: param(initializerType, "how gamma begins", instanceWithDefaults(ones)),
} satisfies ParamTable;

export const betaAndGammaTail = {
  beta_regularizer: param(optional(regularizerType), "penalty on beta", null),
  gamma_regularizer: param(optional(regularizerType), "penalty on gamma", null),
  beta_constraint: param(optional(constraintType), "what beta is put back to after each update", null),
  gamma_constraint: param(optional(constraintType), "what gamma is put back to after each update", null),
} satisfies ParamTable;

type ScaleAndShift = ParamsOf<typeof centerAndScale> &
  ParamsOf<typeof betaAndGamma> &
  ParamsOf<typeof betaAndGammaTail>;

export const normalizedAxes = param(
  listOf(integer(), { min: 1, single: true }),
  "axis or axes that are normalised together, counted without the batch axis; -1 is the last",
  [-1],
);

/** Gamma first, as in Keras. */
export function scaleAndShiftWeights(params: ScaleAndShift, shape: Shape): Record<string, WeightSpec> {
  const { gamma_initializer, gamma_regularizer, gamma_constraint } = params;
  const { beta_initializer, beta_regularizer, beta_constraint } = params;
  return {
    ...(params.scale
      ? { gamma: weightSpec(shape, gamma_initializer, gamma_regularizer, gamma_constraint) }
      : {}),
    ...(params.center
      ? { beta: weightSpec(shape, beta_initializer, beta_regularizer, beta_constraint) }
      : {}),
  };
}

/** `x * gamma + beta`, these lying along the given axes of x (batch axis counted, rising). */
export function scaledAndShifted(
  g: Builder,
  x: Node,
  axes: readonly number[],
  { gamma, beta }: Readonly<Record<string, Node>>,
): Node {
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
  const scaled = gamma === undefined ? x : g.mul(x, g.reshape(gamma, shape));
  return beta === undefined ? scaled : g.add(scaled, g.reshape(beta, shape));
}

/** Axes of a row, from 0 and rising; throws ShapeProblem for one that is not there. */
export function risingAxes(axes: readonly number[], shape: Shape): number[] {
  for (const axis of axes) {
    const problem = axisProblem(axis, shape);
    if (problem !== undefined) throw new ShapeProblem("bad-option", problem, { param: "axis" });
  }
  return [...new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis)))].sort((a, b) => a - b);
}
