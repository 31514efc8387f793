import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import {
  overlapAxes,
  overlapConflict,
  overlapFacts,
  overlapProblem,
  summedAxes,
  valuesByRow,
} from "../overlap.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

const epsilon = 1e-7;

export const dice = defineLoss({
  name: "Dice",
  doc: "How little predicted and true regions overlap: 1 - 2 sum(y p) / (sum(y) + sum(p) + 1e-7). For segmentation where the object is small, because the background counts for nothing. By default the whole batch is one sum, as in Keras; with axis every row is judged by itself. Formula: Milletari, Navab and Ahmadi, V-Net (2016).",
  params: { reduction, axis: overlapAxes },
  leftOut: leftOutOfLosses,
  conflict: overlapConflict,
  problem: ({ axis }, _target, output) => overlapProblem(axis, output),
  lower({ g, params: { axis }, target, output }) {
    const pair = paired(g, target, output);
    const over = summedAxes(axis);
    const common = g.sum(g.mul(pair.target, pair.output), over);
    const sizes = g.add(g.sum(pair.target, over), g.sum(pair.output, over));
    const overlap = g.div(g.mul(2, common), g.add(sizes, epsilon));
    return valuesByRow(g, g.sub(1, overlap), output.shape[0] as number);
  },
  facts: () => overlapFacts,
  examples: [
    { source: "Dice()", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.2571429 },
    {
      source: "Dice(axis = -1)",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.35,
    },
  ],
});
