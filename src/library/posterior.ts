/** Weights that are random: each normal about a mean of its own, with a width of its own, both learned. */
import type { Shape } from "../base/dim.ts";
import { exponentialMinusOne } from "../tensor/functions/exponential.ts";
import { logarithm } from "../tensor/functions/logarithm.ts";
import type { Node } from "../tensor/node.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { instanceOf, instanceWithDefaults } from "../words/instance-of.ts";
import { number, param } from "../words/param-types.ts";
import type { Instance } from "../words/word.ts";
import { bindDistribution, distributionOf } from "./bind-distribution.ts";
import { type DistributionDefinition, supportOf } from "./distribution.ts";
import { normal } from "./distributions/normal.ts";
import { divergence } from "./divergence.ts";
import { constant } from "./initializers/constant.ts";
import { type LowerContext, ShapeProblem, type WeightSpec } from "./layer.ts";
import { drawNormal } from "./normal-curve.ts";
import { softplus } from "./stable.ts";
import { weightSpec } from "./weight-spec.ts";

export const priorType = instanceOf<DistributionDefinition>("distribution");

export const standardNormal = instanceWithDefaults(normal, { loc: 0, scale: 1 });

export const spreadParam = param(
  number({ min: 0, aboveMin: true }),
  "the standard deviation with which each posterior begins",
  0.05,
);

/** Throws ShapeProblem for a prior of numbers that weights are not. */
export function checkPrior(prior: Instance<DistributionDefinition>, what: string): void {
  if (supportOf(prior) === "real" && prior.word.lastAxis === undefined) return;
  throw new ShapeProblem(
    "bad-option",
    `${what} may be any number, and values of ${prior.word.name} are ${prior.word.lastAxis ? "of another shape" : "not"}`,
    { param: "prior", help: "Normal, Laplace and StudentT are priors of such numbers" },
  );
}

/** The weight behind a width, `softplus(weight) = width`, at its start. */
export function spreadSpec(shape: Shape, width: number): WeightSpec {
  return weightSpec(shape, instanceWithDefaults(constant, { value: beforeSoftplus(width) }));
}

/** `ln(exp(y) - 1)`. */
function beforeSoftplus(y: number): number {
  const f64 = numberArithmetic.f64;
  return y > 30 ? y : logarithm(f64, exponentialMinusOne(f64, y));
}

interface Posterior {
  /** Names of the weights. */
  readonly mean: string;
  readonly spread: string;
  readonly prior: Instance<DistributionDefinition>;
}

export interface Belief {
  readonly mean: Node;
  /** The mean, or a draw where weights are drawn. */
  readonly value: Node;
  /** Of the draw from the mean. */
  readonly deviation: Node | undefined;
}

/** Random weights as they are now. Their divergence from the prior goes into the bound. */
export function lowerPosterior(context: LowerContext<unknown>, { mean, spread, prior }: Posterior): Belief {
  const { g, weights, float, drawing } = context;
  const loc = weights[mean] as Node;
  const width = softplus(g, weights[spread] as Node);
  const own = distributionOf(normal, { loc, scale: width }, g);
  const noise = drawing ? drawNormal(context, mean, loc.shape) : undefined;
  const to = bindDistribution(prior, { g, float, inputs: [], weights, prefix: "prior_" });
  const value = noise === undefined ? loc : g.add(loc, g.mul(width, noise));
  context.addDivergence("weights", divergence(g, own, to, value));
  return { mean: loc, value, deviation: noise && g.mul(width, noise) };
}
