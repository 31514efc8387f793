import { leftOutOfMetrics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import {
  classConfusion,
  classCount,
  codingProblem,
  ignoredClass,
  meanOverlap,
  overlapMetricFacts,
  sparsity,
} from "../overlap-of-classes.ts";

export const meanIoU = defineMetric({
  name: "MeanIoU",
  doc: "The share of places that truth and guess have in common among those that either has, as a mean over all classes. For segmentation with targets that are numbers of classes; classes that occur in neither are left out. Formula: Jaccard (1901). The output is numbers of classes too, as in Keras; for a softmax output write sparse_y_pred = false.",
  params: {
    num_classes: classCount,
    ignore_class: ignoredClass,
    sparse_y_true: sparsity("the target", true),
    sparse_y_pred: sparsity("the output", true),
  },
  leftOut: { ...leftOutOfMetrics, axis: "scores of classes lie along the last axis" },
  problem: (params, target, output) =>
    codingProblem({ target: params.sparse_y_true, output: params.sparse_y_pred }, target, output),
  statistics({ g, params, target, output }) {
    const coding = { target: params.sparse_y_true, output: params.sparse_y_pred };
    return { confusion: classConfusion(g, target, output, coding, params.num_classes, params.ignore_class) };
  },
  result: ({ num_classes }, { confusion }) =>
    meanOverlap(
      confusion ?? [],
      num_classes,
      Array.from({ length: num_classes }, (_, i) => i),
    ),
  facts: () => overlapMetricFacts,
  examples: [
    {
      source: "MeanIoU(2)",
      target: [[0], [1], [1], [0]],
      output: [[0], [1], [0], [0]],
      value: 0.583333,
    },
  ],
});
