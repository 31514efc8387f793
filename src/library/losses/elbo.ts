import { number, param } from "../../words/param-types.ts";
import { defineLoss } from "../loss.ts";

export const elbo = defineLoss({
  name: "ELBO",
  aliases: ["elbo"],
  doc: "The loss of an output that is distributed as something (`output y ~ Normal(mu, sd)`): how surprised the distribution is by the truth, -log p(y), summed over the numbers of a row. Where something inside the network is random, the divergences of posteriors from their priors come on top: that of a row's latents as it is, that of weights and of effects of groups divided by the number of training rows. Together they are the evidence lower bound, upside down and for each row; with nothing random inside it is the plain negative log-likelihood. Formula: Kingma and Welling, Auto-encoding variational Bayes (2013).",
  params: {
    beta: param(
      number({ min: 0 }),
      "weight of the divergences; 1 is the bound itself, more makes latents simpler (beta-VAE), a little less at the beginning keeps them from being ignored",
      1,
    ),
  },
  lower({ g, target, output, distribution }) {
    if (distribution === undefined) throw new Error("elbo is the loss of an output that is a distribution");
    const classes = distribution.word.lastAxis === "classes";
    const y = g.reshape(classes ? target : g.cast(target, output.dtype), distribution.shape);
    const surprise = g.neg(distribution.logProb(y));
    const axes = surprise.shape.map((_, axis) => axis).slice(1);
    return axes.length === 0 ? surprise : g.sum(surprise, axes);
  },
  bound: ({ beta }) => ({ beta }),
  facts: () => ({
    reads: "number",
    fromLogits: false,
    targets: ["real", "positive", "count"],
    task: "regression",
  }),
  examples: [],
});
