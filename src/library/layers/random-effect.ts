import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import type { FloatType } from "../../tensor/types.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { size } from "../../words/list-types.ts";
import { optional, param } from "../../words/param-types.ts";
import { bindDistribution, distributionOf, learnedWeights } from "../bind-distribution.ts";
import type { Distribution } from "../distribution.ts";
import { normal } from "../distributions/normal.ts";
import { divergence } from "../divergence.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer, type LowerContext } from "../layer.ts";
import { drawNormal } from "../normal-curve.ts";
import { checkPrior, priorType, spreadParam, spreadSpec } from "../posterior.ts";
import { softplus } from "../stable.ts";
import { weightSpec } from "../weight-spec.ts";

export const randomEffect = defineLayer({
  name: "RandomEffect",
  doc: "A number of its own for each group, such as a hospital, a county, a person: what the rows of a group have in common beside what the network sees. Numbers of groups enter: `hospital -> RandomEffect(categories(hospital_id))`. The prior draws the effects of groups with few rows towards the mean of all, and with `learned` its width is found from the data, as in a mixed-effects model. With dim, a group has several effects, for random slopes: `b = subject -> RandomEffect(18, 2)`, then `b[:1] + b[1:] * days`; they may go together in what is believed of a group, and the prior takes them as independent. A group that is new gets the prior's mean, and in intervals a draw from the prior. The loss is elbo. Formula: the normal posterior that maximises the evidence lower bound; with a normal outcome and a linear network that is maximum likelihood, as lme4 with REML = FALSE finds it.",
  params: {
    groups: param(size, "how many groups there are"),
    dim: param(optional(size), "how many effects a group has; none for one number without an axis", null),
    prior: param(
      priorType,
      "what the effects are drawn from",
      instanceWithDefaults(normal, { loc: 0, scale: { learned: null } }),
    ),
    initial_spread: { ...spreadParam, default: 0.3 },
  },
  check: ({ prior }) => checkPrior(prior, "an effect"),
  shape: ({ dim }, [x]) => ({ shape: [...(x?.shape ?? []), ...(dim === null ? [] : [dim])], dtype: "float" }),
  weights({ groups, dim, prior, initial_spread }) {
    const own = dim === null ? [] : [dim];
    return {
      effect: weightSpec([groups, ...own], instanceWithDefaults(zeros)),
      spread: spreadSpec([groups, ...own], initial_spread),
      ...(dim === null || dim === 1
        ? {}
        : { coupling: weightSpec([groups, dim, dim], instanceWithDefaults(zeros)) }),
      ...learnedWeights(prior, own, "prior_"),
    };
  },
  lower(context) {
    const { g, params, inputs, weights, float } = context;
    const prior = bindDistribution(params.prior, { g, float, inputs: [], weights, prefix: "prior_" });
    const effect = believed(context, prior);
    const group = g.cast(inputs[0] as Node, "i32");
    const [groups = 1, ...own] = effect.shape;
    const chosen = g.gather(effect, group);
    const known = g.mul(g.lessOrEqual(0, group), g.less(group, groups));
    const column = g.reshape(g.cast(known, float), [...group.shape, ...own.map(() => 1)]);
    // What a new group may be like is drawn where intervals are made; training meets none.
    const drawsNew = context.drawing && !context.training;
    const unmet = drawsNew ? prior.sample(context, chosen.shape) : g.broadcast(prior.mean(), chosen.shape);
    return g.where(column, chosen, unmet);
  },
  facts: ({ groups }) => ({
    learns: false,
    nonlinear: true,
    draws: true,
    diverges: true,
    takesGroups: true,
    looksUp: { rows: groups, param: "groups" },
  }),
  examples: [
    { source: "RandomEffect(4)", input: [], output: [], parameters: 9 },
    { source: "RandomEffect(5, prior = Normal(0, 2))", input: [3], output: [3], parameters: 10 },
    { source: "RandomEffect(3, 2)", input: [], output: [2], parameters: 26 },
    { source: "RandomEffect(3, prior = StudentT(4, 0, learned))", input: [], output: [], parameters: 7 },
  ],
});

/** Means of the groups' effects, or a draw; their divergence from the prior goes into the bound. */
function believed(context: LowerContext<unknown>, prior: Distribution): Node {
  const { g, weights, float, drawing } = context;
  const mean = weights.effect as Node;
  const width = softplus(g, weights.spread as Node);
  const { coupling } = weights;
  const lower = coupling && g.mul(coupling, belowDiagonal(g, coupling.shape, float));
  const noise = drawing ? drawNormal(context, "effect", mean.shape) : undefined;
  const deviation = noise && spreadBy(g, noise, width, lower);
  const value = deviation ? g.add(mean, deviation) : mean;
  context.addDivergence("weights", groupDivergence(g, { mean, width, lower, value }, prior));
  return value;
}

/** The deviation L z, with the widths on the diagonal of L and the couplings below it. */
function spreadBy(g: Builder, noise: Node, width: Node, lower: Node | undefined): Node {
  const straight = g.mul(width, noise);
  if (lower === undefined) return straight;
  const [groups = 1, dim = 1] = noise.shape;
  return g.add(straight, g.sum(g.mul(lower, g.reshape(noise, [groups, 1, dim])), [2]));
}

interface Groups {
  readonly mean: Node;
  readonly width: Node;
  readonly lower: Node | undefined;
  readonly value: Node;
}

/**
 * Of each effect by itself; and what the effects of a group say of one another, the sum of log deviation - log width: the
 * product of the widths is the root of the determinant.
 */
function groupDivergence(g: Builder, { mean, width, lower, value }: Groups, prior: Distribution): Node {
  const squares = g.mul(width, width);
  const deviation = lower === undefined ? width : g.sqrt(g.add(squares, g.sum(g.mul(lower, lower), [2])));
  const each = divergence(g, distributionOf(normal, { loc: mean, scale: deviation }, g), prior, value);
  return lower === undefined ? each : g.add(each, g.log(g.div(deviation, width)));
}

function belowDiagonal(g: Builder, shape: readonly number[], float: FloatType): Node {
  const [row, column] = [1, 2].map((axis) => g.iota(shape, axis, float)) as [Node, Node];
  return g.less(column, row);
}
