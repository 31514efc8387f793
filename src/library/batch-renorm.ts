/**
 * Batch renormalisation: what BatchNormalization does while training so that its results are those of its running means, up to
 * a factor r and a shift d that count as constants. Formula: Ioffe, Batch renormalization (2017), as Keras computes it.
 */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import type { ParamsOf, ParamTable } from "../words/param.ts";
import { flag, number, optional, param } from "../words/param-types.ts";
import { recordOf } from "../words/record-type.ts";
import type { Conflict, Instance } from "../words/word.ts";
import { constantStart } from "./constant-start.ts";
import type { InitializerDefinition } from "./initializer.ts";
import { constant } from "./initializers/constant.ts";
import type { LowerContext, WeightSpec } from "./layer.ts";
import { weightSpec } from "./weight-spec.ts";

export const renormParams = {
  renorm: param(flag, "whether training takes running means too, so that batches may be small", false),
  renorm_clipping: param(
    optional(recordOf({ rmin: number(), rmax: number(), dmax: number({ min: 0 }) })),
    "bounds of the factor r (rmin, rmax) and of the shift d (dmax) between batch and running means; none for no bounds",
    null,
  ),
  renorm_momentum: param(
    number({ min: 0, max: 1 }),
    "share of the running means of training that is kept in each step",
    0.99,
  ),
} satisfies ParamTable;

type RenormParams = ParamsOf<typeof renormParams> & {
  readonly momentum: number;
  readonly epsilon: number;
  readonly moving_mean_initializer: Instance<InitializerDefinition>;
  readonly moving_variance_initializer: Instance<InitializerDefinition>;
};

export function renormConflict(params: RenormParams): Conflict | undefined {
  const { renorm, renorm_clipping, moving_variance_initializer } = params;
  if (!renorm && renorm_clipping !== null) {
    return { param: "renorm_clipping", message: "has no effect without renorm", help: "write renorm = true" };
  }
  const { rmin, rmax } = renorm_clipping ?? {};
  if (rmin !== undefined && rmax !== undefined && rmax < rmin) {
    return { param: "renorm_clipping", message: `has rmax = ${rmax} below rmin = ${rmin}` };
  }
  if (!renorm || constantStart(moving_variance_initializer) !== undefined) return undefined;
  return {
    param: "moving_variance_initializer",
    message: "must be one number for all features, as renorm begins with its root",
    help: "write ones or Constant(…)",
  };
}

/** In Keras' order, behind the moving mean and variance. */
export function renormWeights(params: RenormParams, features: Shape): Record<string, WeightSpec> {
  const start = constantStart(params.moving_variance_initializer) ?? 1;
  const deviation = instanceWithDefaults(constant, { value: Math.sqrt(start) });
  const fixed = { trainable: false };
  return {
    moving_stddev: { ...weightSpec(features, deviation), ...fixed },
    renorm_mean: { ...weightSpec(features, params.moving_mean_initializer), ...fixed },
    renorm_stddev: { ...weightSpec(features, deviation), ...fixed },
  };
}

/** The running mean of a weight after this batch. */
export function moved(g: Builder, last: Node, next: Node, momentum: number): Node {
  return g.add(g.mul(last, momentum), g.mul(g.reshape(next, last.shape), 1 - momentum));
}

interface BatchMoments {
  /** The batch at mean 0 and variance 1. */
  readonly normal: Node;
  readonly mean: Node;
  readonly deviation: Node;
}

/** `normal * r + d`, and the running means of training. */
export function renormed(
  { g, params, weights, updateWeight }: LowerContext<RenormParams>,
  { normal, mean, deviation }: BatchMoments,
): Node {
  const { renorm_mean, renorm_stddev, moving_stddev } = weights;
  if (renorm_mean === undefined || renorm_stddev === undefined || moving_stddev === undefined)
    throw new Error("renorm keeps its running means");
  const { momentum, renorm_momentum, epsilon } = params;
  const nextDeviation = moved(g, moving_stddev, deviation, momentum);
  updateWeight("moving_variance", g.max(g.sub(g.mul(nextDeviation, nextDeviation), epsilon), 0));
  updateWeight("moving_stddev", nextDeviation);
  updateWeight("renorm_mean", moved(g, renorm_mean, mean, renorm_momentum));
  updateWeight("renorm_stddev", moved(g, renorm_stddev, deviation, renorm_momentum));
  const running = g.reshape(g.max(renorm_stddev, Math.sqrt(epsilon)), mean.shape);
  const { rmin, rmax, dmax } = params.renorm_clipping ?? {};
  const r = bounded(g, g.div(deviation, running), rmin, rmax);
  const away = g.div(g.sub(mean, g.reshape(renorm_mean, mean.shape)), running);
  const d = bounded(g, away, dmax === undefined ? undefined : -dmax, dmax);
  return g.add(g.mul(normal, g.stopGradient(r)), g.stopGradient(d));
}

function bounded(g: Builder, x: Node, low: number | undefined, high: number | undefined): Node {
  const above = low === undefined ? x : g.max(x, low);
  return high === undefined ? above : g.min(above, high);
}
