import { leftOutOfLosses } from "../crossentropy.ts";
import { hingeValues } from "../hinges.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

export const squaredHinge = defineLoss({
  name: "SquaredHinge",
  doc: "The mean of squared hinges: mean(max(1 - y p, 0)^2), with labels 0 and 1 read as -1 and 1. Like hinge, but smooth at the margin, and wrong answers weigh more. Formula: Lee and Mangasarian, SSVM: a smooth support vector machine (2001).",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    const value = hingeValues(g, pair.target, pair.output);
    return g.mean(g.mul(value, value), [-1]);
  },
  facts: () => ({
    reads: "number",
    fromLogits: false,
    targets: ["binary", "multilabel"],
    task: "classification",
  }),
  examples: [
    { source: "squared_hinge", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.6033333 },
    { source: "squared_hinge", target: [[1], [-1]], output: [[0.5], [0.5]], value: 1.25 },
  ],
});
