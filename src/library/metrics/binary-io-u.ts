import { listOf } from "../../words/list-types.ts";
import { integer, number, param } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { classConfusion, meanOverlap, overlapMetricFacts } from "../overlap-of-classes.ts";

export const binaryIoU = defineMetric({
  name: "BinaryIoU",
  doc: "The share of places that truth and guess have in common among those that either has, for an object and what is around it. For segmentation with one sigmoid unit a place; write [1] to judge the object alone. Formula: Jaccard (1901).",
  params: {
    target_class_ids: param(
      listOf(integer({ min: 0, max: 1 }), { min: 1 }),
      "the sides that count: 1 is the object, 0 what is around it",
      [0, 1],
    ),
    threshold: param(number(), "an output from here on counts as the object", 0.5),
  },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics({ g, params: { threshold }, target, output }) {
    const coding = { target: true, output: true };
    return { confusion: classConfusion(g, target, g.lessOrEqual(threshold, output), coding, 2) };
  },
  result: ({ target_class_ids }, { confusion }) => meanOverlap(confusion ?? [], 2, target_class_ids),
  facts: () => ({ ...overlapMetricFacts, targets: ["binary", "multilabel"] }),
  examples: [
    { source: "BinaryIoU()", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.5 },
    { source: "BinaryIoU([1], 0.3)", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 1 },
  ],
});
