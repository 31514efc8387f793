/**
 * What stands right of `~`: a distribution whose parameters are tensors, numbers, or learned. It is a layer like any other to
 * the rest of the program, under a name that no file can write as a stage. Its result is the mean, or a draw of a latent.
 */
import type { Shape } from "../../base/dim.ts";
import { instanceOf } from "../../words/instance-of.ts";
import { flag, optional, param } from "../../words/param-types.ts";
import type { Instance } from "../../words/word.ts";
import { bindDistribution, learnedWeights } from "../bind-distribution.ts";
import type { Distribution, DistributionDefinition } from "../distribution.ts";
import { divergence } from "../divergence.ts";
import { defineLayer, type LowerContext, type TensorSpec } from "../layer.ts";
import { commonShape } from "./rows.ts";

const distributionType = instanceOf<DistributionDefinition>("distribution");

export const distributed = defineLayer({
  name: "~",
  doc: "A distribution of parameters that the network gives.",
  params: {
    distribution: param(distributionType, "what it is distributed as"),
    prior: param(optional(distributionType), "what a latent is compared with", null),
    latent: param(flag, "drawn within the network, not compared with data", false),
  },
  arity: { min: 0, max: Number.POSITIVE_INFINITY },
  shape({ distribution }, inputs) {
    const common = rowShape(distribution, inputs);
    const mixes = distribution.word.lastAxis === "components";
    return { shape: mixes ? common.slice(0, -1) : common, dtype: "float" };
  },
  weights({ distribution, prior }, inputs) {
    const shape = rowShape(distribution, inputs).slice(-1);
    return {
      ...learnedWeights(distribution, shape),
      ...(prior === null ? {} : learnedWeights(prior, shape, "prior_")),
    };
  },
  lower(context) {
    const { g, params, inputs, weights, float, logits } = context;
    const own = bindDistribution(params.distribution, { g, float, inputs, weights, logits });
    context.distribute(own);
    return params.latent ? drawLatent(context, params.prior, own) : own.mean();
  },
  facts: ({ latent, prior }) => ({
    learns: false,
    nonlinear: true,
    ...(latent ? { draws: true } : {}),
    ...(prior === null ? {} : { diverges: true }),
  }),
  title: ({ distribution }) => distribution.word.name,
  examples: [],
});

function rowShape({ word }: Instance<DistributionDefinition>, inputs: readonly TensorSpec[]): Shape {
  return commonShape(
    word.name,
    inputs.map(({ shape }) => shape),
  );
}

function drawLatent(
  context: LowerContext<unknown>,
  prior: Instance<DistributionDefinition> | null,
  own: Distribution,
) {
  const { g, inputs, weights, float, drawing } = context;
  const value = drawing ? own.sample(context) : own.mean();
  if (prior !== null) {
    const to = bindDistribution(prior, { g, float, inputs, weights, prefix: "prior_" });
    context.addDivergence("rows", divergence(g, own, to, value));
  }
  return value;
}
