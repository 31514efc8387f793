import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { klDivergence as loss } from "../losses/kl-divergence.ts";
import { defineMetric } from "../metric.ts";

export const klDivergence = defineMetric({
  name: "KLDivergence",
  aliases: ["kld", "KLD"],
  doc: "The loss of the same name as a metric: the mean of sum(y log(y / p)). For predicted distributions.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "lower", task: "classification", targets: ["distribution", "onehot"] }),
  examples: [
    {
      source: "kl_divergence",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.4581425,
    },
  ],
});
