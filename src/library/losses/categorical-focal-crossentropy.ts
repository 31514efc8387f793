import { oneOrMany } from "../../words/list-types.ts";
import { number, param } from "../../words/param-types.ts";
import { withBatch } from "../axis.ts";
import {
  classAxis,
  classAxisProblem,
  focus,
  fromLogits,
  isLastAxis,
  labelSmoothing,
  leftOutOfLosses,
  logDistribution,
  smoothed,
} from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

export const categoricalFocalCrossentropy = defineLoss({
  name: "CategoricalFocalCrossentropy",
  doc: "Categorical crossentropy in which answers that are right already count for little: sum(alpha (1 - p)^gamma * -y log p). For several classes of which some are rare, with one-hot targets. After a softmax it is computed from the logits. Formula: Lin, Goyal, Girshick, He and Dollár, Focal loss for dense object detection (2017).",
  params: {
    alpha: param(oneOrMany(number({ min: 0 })), "weight of every class, or a list with one for each", 0.25),
    gamma: param(number({ min: 0 }), "how little right answers count; 0 is plain crossentropy", 2),
    from_logits: fromLogits,
    label_smoothing: labelSmoothing,
    axis: classAxis,
    reduction,
  },
  leftOut: leftOutOfLosses,
  problem({ alpha, axis }, _target, output) {
    const classes = output.at(-1);
    if (typeof alpha !== "number" && typeof classes === "number" && classes !== alpha.length)
      return `alpha has ${alpha.length} numbers, but the output has ${classes} classes`;
    return classAxisProblem(axis, output);
  },
  lower({ g, params, target, output, logits }) {
    const pair = paired(g, target, output);
    const axis = withBatch(params.axis);
    const y = smoothed(g, pair.target, params.label_smoothing, pair.output.shape.at(-1) as number);
    const hidden = isLastAxis(params.axis, output) ? logits("softmax") : undefined;
    const known = params.from_logits ? pair.output : hidden;
    const logs = logDistribution(g, pair.output, known, axis);
    const wrong = g.sub(1, g.exp(logs));
    const { alpha } = params;
    const weight = typeof alpha === "number" ? alpha : g.constant(alpha, [alpha.length], output.dtype);
    const weighed = g.mul(weight, g.mul(focus(g, wrong, params.gamma), g.mul(y, logs)));
    return g.neg(g.sum(weighed, [axis]));
  },
  facts: ({ from_logits }) => ({
    reads: "distribution",
    fromLogits: from_logits,
    targets: ["onehot", "distribution"],
    task: "classification",
  }),
  examples: [
    {
      source: "CategoricalFocalCrossentropy()",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.02277657,
    },
    {
      source: "CategoricalFocalCrossentropy(alpha = [0.25, 0.25, 0.25], gamma = 0)",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.1145364,
    },
  ],
});
