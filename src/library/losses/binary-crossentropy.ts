import { withBatch } from "../axis.ts";
import {
  classAxis,
  classAxisProblem,
  clipped,
  fromLogits,
  labelSmoothing,
  leftOutOfLosses,
  smoothed,
} from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { softplus } from "../stable.ts";
import { paired } from "../targets.ts";

export const binaryCrossentropy = defineLoss({
  name: "BinaryCrossentropy",
  aliases: ["bce", "BCE"],
  doc: "How surprised a yes-or-no prediction is by the truth: the mean of -(y log p + (1 - y) log(1 - p)). For one sigmoid unit, or several where labels do not exclude each other. After a sigmoid it is computed from the logits x as max(x, 0) - x y + log1p(exp(-|x|)), so log(0) never happens; other outputs are kept 1e-7 away from 0 and 1, as in Keras. Formula: the negative log-likelihood of the Bernoulli distribution.",
  params: { from_logits: fromLogits, label_smoothing: labelSmoothing, axis: classAxis, reduction },
  leftOut: leftOutOfLosses,
  problem: ({ axis }, _target, output) => classAxisProblem(axis, output),
  lower({ g, params, target, output, logits }) {
    const pair = paired(g, target, output);
    const y = smoothed(g, pair.target, params.label_smoothing, 2);
    const known = params.from_logits ? output : logits("sigmoid");
    const axis = withBatch(params.axis);
    if (known !== undefined) {
      const x = g.reshape(known, pair.output.shape);
      return g.mean(g.sub(softplus(g, x), g.mul(x, y)), [axis]);
    }
    const p = clipped(g, pair.output);
    const positive = g.mul(y, g.log(p));
    const negative = g.mul(g.sub(1, y), g.log(g.sub(1, p)));
    return g.mean(g.neg(g.add(positive, negative)), [axis]);
  },
  facts: ({ from_logits, label_smoothing }) => ({
    reads: "probability",
    fromLogits: from_logits,
    targets: ["binary", "multilabel"],
    task: "classification",
    ...(label_smoothing === 0 ? { guess: "entropy" as const } : {}),
  }),
  examples: [
    {
      source: "BinaryCrossentropy()",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.4149316,
    },
    { source: "bce", target: [1, 0, 1], output: [[0.9], [0.2], [0.4]], value: 0.4149316 },
    {
      source: "BinaryCrossentropy(label_smoothing = 0.1)",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.4678992,
    },
    {
      source: "BinaryCrossentropy(from_logits = true)",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 0.5507694,
    },
  ],
});
