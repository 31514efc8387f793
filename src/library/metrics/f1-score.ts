import { elementProblem } from "../accuracies.ts";
import { confusionFacts } from "../confusion.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { averageParam, decisionParam, fScore, fScoreStatistics } from "../f-score.ts";
import { defineMetric } from "../metric.ts";

export const f1Score = defineMetric({
  name: "F1Score",

  doc: "The harmonic mean of precision and recall: 2 P R / (P + R). For classes of which some are rare, where accuracy says little. Formula: van Rijsbergen, Information retrieval (1979). Its average over classes is macro unless you say otherwise; Keras then gives a list, which a log has no place for.",
  params: {
    average: averageParam,
    threshold: decisionParam,
  },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: ({ g, params, target, output }) => fScoreStatistics(g, target, output, params.threshold),
  result: ({ average }, totals) => fScore(totals, average, 1),
  facts: () => confusionFacts,
  examples: [
    {
      source: "F1Score(threshold = 0.5)",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.666667,
    },
    {
      source: "F1Score(average = weighted)",
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
