import { number, param } from "../../words/param-types.ts";
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

export const tversky = defineLoss({
  name: "Tversky",
  doc: "How little predicted and true regions overlap, with a weight for each kind of mistake: 1 - sum(y p) / (sum(y p) + alpha sum(y (1 - p)) + beta sum((1 - y) p) + 1e-7). For segmentation where missing a region is worse than a false alarm: then alpha is above beta. Formula: Salehi, Erdogmus and Gholipour, Tversky loss function (2017), with the letters as Keras has them.",
  params: {
    alpha: param(number({ min: 0 }), "weight of what is missed", 0.5),
    beta: param(number({ min: 0 }), "weight of false alarms", 0.5),
    reduction,
    axis: overlapAxes,
  },
  leftOut: leftOutOfLosses,
  conflict: overlapConflict,
  problem: ({ axis }, _target, output) => overlapProblem(axis, output),
  lower({ g, params: { alpha, beta, axis }, target, output }) {
    const pair = paired(g, target, output);
    const over = summedAxes(axis);
    const [y, p] = [pair.target, pair.output];
    const common = g.sum(g.mul(y, p), over);
    const missed = g.mul(alpha, g.sum(g.mul(y, g.sub(1, p)), over));
    const alarms = g.mul(beta, g.sum(g.mul(g.sub(1, y), p), over));
    const overlap = g.div(common, g.add(g.add(g.add(common, missed), alarms), epsilon));
    return valuesByRow(g, g.sub(1, overlap), output.shape[0] as number);
  },
  facts: () => overlapFacts,
  examples: [
    { source: "Tversky()", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.257143 },
    {
      source: "Tversky(alpha = 0.3, beta = 0.7, axis = [0])",
      target: [
        [1, 0],
        [1, 1],
      ],
      output: [
        [0.5, 0.25],
        [1, 0.5],
      ],
      value: 0.2424243,
    },
  ],
});
