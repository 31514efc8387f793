import { number, param } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { confusionFacts } from "../confusion.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { averageParam, decisionParam, fScore, fScoreStatistics } from "../f-score.ts";
import { defineMetric } from "../metric.ts";

export const fBetaScore = defineMetric({
  name: "FBetaScore",
  aliases: ["fbeta_score"],
  doc: "The mean of precision and recall in which recall weighs beta times as much: (1 + beta^2) P R / (beta^2 P + R). For classes of which some are rare. Formula: van Rijsbergen, Information retrieval (1979). Its average over classes is macro unless you say otherwise; Keras then gives a list, which a log has no place for.",
  params: {
    average: averageParam,
    beta: param(number({ min: 0, aboveMin: true }), "weight of recall against precision", 1),
    threshold: decisionParam,
  },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: ({ g, params, target, output }) => fScoreStatistics(g, target, output, params.threshold),
  result: ({ average, beta }, totals) => fScore(totals, average, beta),
  facts: () => confusionFacts,
  examples: [
    {
      source: "FBetaScore(threshold = 0.5)",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.666667,
    },
    {
      source: "FBetaScore(micro, 2)",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 1,
    },
  ],
});
