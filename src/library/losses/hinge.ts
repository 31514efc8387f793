import { leftOutOfLosses } from "../crossentropy.ts";
import { hingeValues } from "../hinges.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

export const hinge = defineLoss({
  name: "Hinge",
  doc: "How far yes-or-no scores are from a margin of 1 on the right side: mean(max(1 - y p, 0)), with labels 0 and 1 read as -1 and 1. For support vector machines: an output of one unit without an activation, or with tanh. Formula: Cortes and Vapnik, Support-vector networks (1995).",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    return g.mean(hingeValues(g, pair.target, pair.output), [-1]);
  },
  facts: () => ({
    reads: "number",
    fromLogits: false,
    targets: ["binary", "multilabel"],
    task: "classification",
  }),
  examples: [
    { source: "hinge", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.6333333 },
    { source: "hinge", target: [[1], [-1]], output: [[0.5], [0.5]], value: 1 },
  ],
});
