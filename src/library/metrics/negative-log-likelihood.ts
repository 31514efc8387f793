import { meanResult, meanStatistics } from "../counted.ts";
import { elbo } from "../losses/elbo.ts";
import { defineMetric } from "../metric.ts";

export const negativeLogLikelihood = defineMetric({
  name: "NegativeLogLikelihood",
  aliases: ["nll"],
  doc: "How surprised the output's distribution is by the truth: -log p(y), summed over the numbers of a row, as in the loss elbo, but without divergences, and with what is random inside at its mean. For outputs left of `~`; lower is better, and it is in the units that the network learns in.",
  params: {},
  ofDistribution: true,
  statistics({ g, target, output, distribution }) {
    const surprise = elbo.lower({
      g,
      params: { beta: 1 },
      target,
      output,
      distribution,
      logits: () => undefined,
    });
    return meanStatistics(g, surprise);
  },
  result: (_params, totals) => meanResult(totals),
  facts: () => ({
    better: "lower",
    task: "regression",
    targets: ["real", "positive", "count", "binary", "class"],
  }),
  examples: [],
});
