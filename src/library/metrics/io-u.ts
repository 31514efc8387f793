import { listOf } from "../../words/list-types.ts";
import { integer, param } from "../../words/param-types.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import {
  classConfusion,
  classCount,
  codingProblem,
  idsConflict,
  ignoredClass,
  meanOverlap,
  overlapMetricFacts,
  sparsity,
} from "../overlap-of-classes.ts";

export const ioU = defineMetric({
  name: "IoU",
  doc: "The share of places that truth and guess have in common among those that either has, as a mean over some classes. For segmentation with targets that are numbers of classes; classes that occur in neither are left out. Formula: Jaccard (1901). The output is numbers of classes too, as in Keras; for a softmax output write sparse_y_pred = false.",
  params: {
    num_classes: classCount,
    target_class_ids: param(listOf(integer({ min: 0 }), { min: 1 }), "the classes that count"),
    ignore_class: ignoredClass,
    sparse_y_true: sparsity("the target", true),
    sparse_y_pred: sparsity("the output", true),
  },
  leftOut: { ...leftOutOfMetrics, axis: "scores of classes lie along the last axis" },
  conflict: ({ target_class_ids, num_classes }) => idsConflict(target_class_ids, num_classes),
  problem: (params, target, output) =>
    codingProblem({ target: params.sparse_y_true, output: params.sparse_y_pred }, target, output),
  statistics({ g, params, target, output }) {
    const coding = { target: params.sparse_y_true, output: params.sparse_y_pred };
    return { confusion: classConfusion(g, target, output, coding, params.num_classes, params.ignore_class) };
  },
  result: ({ num_classes, target_class_ids }, { confusion }) =>
    meanOverlap(confusion ?? [], num_classes, target_class_ids),
  facts: () => overlapMetricFacts,
  examples: [
    {
      source: "IoU(2, [0])",
      target: [[0], [1], [1], [0]],
      output: [[0], [1], [0], [0]],
      value: 0.666667,
    },
  ],
});
