import { withBatch } from "../axis.ts";
import {
  classAxis,
  classAxisProblem,
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

export const categoricalCrossentropy = defineLoss({
  name: "CategoricalCrossentropy",
  doc: "How surprised a predicted distribution over classes is by the truth: -sum(y log p). For a softmax output where the target is a one-hot vector or a distribution; where it is the number of the class, use sparse_categorical_crossentropy. After a softmax it is computed from the logits as -sum(y (x - logsumexp(x))); other outputs are divided by their sum and kept 1e-7 away from 0 and 1, as in Keras. Formula: the negative log-likelihood of the categorical distribution.",
  params: { from_logits: fromLogits, label_smoothing: labelSmoothing, axis: classAxis, reduction },
  leftOut: leftOutOfLosses,
  problem: ({ axis }, _target, output) => classAxisProblem(axis, output),
  lower({ g, params, target, output, logits }) {
    const pair = paired(g, target, output);
    const axis = withBatch(params.axis);
    const y = smoothed(g, pair.target, params.label_smoothing, pair.output.shape.at(axis) as number);
    const hidden = isLastAxis(params.axis, output) ? logits("softmax") : undefined;
    const known = params.from_logits ? pair.output : hidden;
    return g.neg(g.sum(g.mul(y, logDistribution(g, pair.output, known, axis)), [axis]));
  },
  facts: ({ from_logits, label_smoothing }) => ({
    reads: "distribution",
    fromLogits: from_logits,
    targets: ["onehot", "distribution"],
    task: "classification",
    ...(label_smoothing === 0 ? { guess: "entropy" as const } : {}),
  }),
  examples: [
    {
      source: "CategoricalCrossentropy()",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.4581454,
    },
    {
      source: "CategoricalCrossentropy(label_smoothing = 0.1)",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.5512454,
    },
    {
      source: "CategoricalCrossentropy(from_logits = true)",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.8147788,
    },
  ],
});
