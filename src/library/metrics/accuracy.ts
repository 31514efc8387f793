import {
  accuracyKind,
  binaryHits,
  categoricalHits,
  classProblem,
  distributionProblem,
  elementProblem,
  sparseHits,
} from "../accuracies.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";

export const accuracy = defineMetric({
  name: "accuracy",
  aliases: ["acc"],
  doc: "The share of right answers. By the shapes it means binary_accuracy (one unit), sparse_categorical_accuracy (several units, targets that are numbers of classes) or categorical_accuracy (targets as long as the output), as in Keras. Where several labels may hold at once, write binary_accuracy, which judges each.",
  params: {},
  leftOut: leftOutOfMetrics,
  logName: "accuracy",
  problem(_params, target, output) {
    const kind = accuracyKind(target, output);
    const problems = { binary: elementProblem, sparse: classProblem, categorical: distributionProblem };
    return problems[kind](target, output);
  },
  statistics({ g, target, output, mask }) {
    const kind = accuracyKind(target.shape.slice(1), output.shape.slice(1));
    if (kind === "binary") return meanStatistics(g, binaryHits(g, target, output, 0.5), mask);
    return meanStatistics(g, (kind === "sparse" ? sparseHits : categoricalHits)(g, target, output), mask);
  },
  result: (_params, totals) => meanResult(totals),
  facts: () => ({
    better: "higher",
    task: "classification",
    targets: ["binary", "class", "onehot", "distribution"],
    threshold: 0.5,
  }),
  examples: [
    { source: "accuracy", target: [1, 0, 1], output: [[0.9], [0.2], [0.4]], value: 0.666667 },
    {
      source: "accuracy",
      target: [1, 1],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.5,
    },
    {
      source: "acc",
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
