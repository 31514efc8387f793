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

export const oneHotMeanIoU = defineMetric({
  name: "OneHotMeanIoU",
  doc: "The share of places that truth and guess have in common among those that either has, as a mean over all classes. For segmentation with one-hot targets; classes that occur in neither are left out. Formula: Jaccard (1901). The output is scores by class, unless sparse_y_pred says otherwise.",
  params: {
    num_classes: classCount,
    ignore_class: ignoredClass,
    sparse_y_pred: sparsity("the output", false),
  },
  leftOut: { ...leftOutOfMetrics, axis: "scores of classes lie along the last axis" },
  problem: (params, target, output) =>
    codingProblem({ target: false, output: params.sparse_y_pred }, target, output),
  statistics({ g, params, target, output }) {
    const coding = { target: false, output: params.sparse_y_pred };
    return { confusion: classConfusion(g, target, output, coding, params.num_classes, params.ignore_class) };
  },
  result: ({ num_classes }, { confusion }) =>
    meanOverlap(
      confusion ?? [],
      num_classes,
      Array.from({ length: num_classes }, (_, i) => i),
    ),
  facts: () => ({ ...overlapMetricFacts, targets: ["onehot", "distribution"] }),
  examples: [
    {
      source: "OneHotMeanIoU(3)",
      target: [
        [0, 1, 0],
        [0, 0, 1],
        [0, 1, 0],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
        [0.1, 0.2, 0.7],
      ],
      value: 0.5,
    },
  ],
});
