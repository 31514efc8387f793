import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

export const categoricalHinge = defineLoss({
  name: "CategoricalHinge",
  doc: "How far the score of the right class is from beating the best other one by 1: max(max((1 - y) p) - sum(y p) + 1, 0). For support vector machines over several classes, with one-hot targets and an output without an activation. Formula: Crammer and Singer (2001), with the scores of other classes counted from 0 up, as in Keras.",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    const right = g.sum(g.mul(pair.target, pair.output), [-1]);
    const other = g.reduceMax(g.mul(g.sub(1, pair.target), pair.output), [-1]);
    return g.max(g.add(g.sub(other, right), 1), 0);
  },
  facts: () => ({ reads: "number", fromLogits: false, targets: ["onehot"], task: "classification" }),
  examples: [
    {
      source: "categorical_hinge",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.55,
    },
  ],
});
