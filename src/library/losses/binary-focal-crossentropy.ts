import { flag, number, param } from "../../words/param-types.ts";
import { withBatch } from "../axis.ts";
import {
  classAxis,
  classAxisProblem,
  clipped,
  focus,
  fromLogits,
  labelSmoothing,
  leftOutOfLosses,
  smoothed,
} from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { softplus } from "../stable.ts";
import { paired } from "../targets.ts";

export const binaryFocalCrossentropy = defineLoss({
  name: "BinaryFocalCrossentropy",
  doc: "Binary crossentropy in which answers that are right already count for little: (1 - p_t)^gamma times it, p_t being the probability of the true answer. For yes-or-no targets where one side is rare, as in detection. After a sigmoid it is computed from the logits. Formula: Lin, Goyal, Girshick, He and Dollár, Focal loss for dense object detection (2017).",
  params: {
    apply_class_balancing: param(flag, "weigh the sides by alpha and 1 - alpha", false),
    alpha: param(number({ min: 0, max: 1 }), "weight of the answer yes, of no the rest to 1", 0.25),
    gamma: param(number({ min: 0 }), "how little right answers count; 0 is plain crossentropy", 2),
    from_logits: fromLogits,
    label_smoothing: labelSmoothing,
    axis: classAxis,
    reduction,
  },
  leftOut: leftOutOfLosses,
  problem: ({ axis }, _target, output) => classAxisProblem(axis, output),
  lower({ g, params, target, output, logits }) {
    const pair = paired(g, target, output);
    const y = smoothed(g, pair.target, params.label_smoothing, 2);
    const known = params.from_logits ? output : logits("sigmoid");
    const x = known && g.reshape(known, pair.output.shape);
    const p = x === undefined ? pair.output : g.sigmoid(x);
    const q = clipped(g, p);
    const surprise =
      x === undefined
        ? g.neg(g.add(g.mul(y, g.log(q)), g.mul(g.sub(1, y), g.log(g.sub(1, q)))))
        : g.sub(softplus(g, x), g.mul(x, y));
    const wrong = g.add(g.mul(y, g.sub(1, p)), g.mul(g.sub(1, y), p));
    const focal = g.mul(focus(g, wrong, params.gamma), surprise);
    const { alpha } = params;
    const share = g.add(g.mul(y, alpha), g.mul(g.sub(1, y), 1 - alpha));
    const weighed = params.apply_class_balancing ? g.mul(share, focal) : focal;
    return g.mean(weighed, [withBatch(params.axis)]);
  },
  facts: ({ from_logits }) => ({
    reads: "probability",
    fromLogits: from_logits,
    targets: ["binary", "multilabel"],
    task: "classification",
  }),
  examples: [
    {
      source: "BinaryFocalCrossentropy()",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.1132813,
    },
    {
      source: "BinaryFocalCrossentropy(apply_class_balancing = true)",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.02980796,
    },
    {
      source: "BinaryFocalCrossentropy(gamma = 0.5)",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.2809555,
    },
  ],
});
