import { sizeOf } from "../../tensor/types.ts";
import { integer, optional, param } from "../../words/param-types.ts";
import { withBatch } from "../axis.ts";
import {
  classAxis,
  classAxisProblem,
  fromLogits,
  isLastAxis,
  leftOutOfLosses,
  logDistribution,
} from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { classIndices, isClass } from "../targets.ts";

export const sparseCategoricalCrossentropy = defineLoss({
  name: "SparseCategoricalCrossentropy",
  doc: "How surprised a predicted distribution over classes is by the true class: -log p of that class. For a softmax output where the target is the number of the class, from 0; where it is a one-hot vector, use categorical_crossentropy. After a softmax it is computed from the logits as logsumexp(x) - x of the class; other outputs are divided by their sum and kept 1e-7 away from 0 and 1, as in Keras. Formula: the negative log-likelihood of the categorical distribution.",
  params: {
    from_logits: fromLogits,
    ignore_class: param(
      optional(integer()),
      "a class that does not count: its rows are left out of the mean",
      null,
    ),
    reduction,
    axis: classAxis,
  },
  leftOut: leftOutOfLosses,
  problem: ({ axis }, _target, output) => classAxisProblem(axis, output),
  lower({ g, params, target, output, logits }) {
    const axis = withBatch(params.axis);
    const hidden = isLastAxis(params.axis, output) ? logits("softmax") : undefined;
    const known = params.from_logits ? output : hidden;
    const logs = logDistribution(g, output, known, axis);
    const indices = classIndices(g, target, output, axis);
    const values = g.neg(
      g.sum(g.where(g.cast(isClass(g, indices, output, axis), output.dtype), logs, 0), [axis]),
    );
    if (params.ignore_class === null) return values;
    const ignored = g.cast(g.equal(g.reshape(indices, values.shape), params.ignore_class), output.dtype);
    // The mean over all rows is to be the mean over those that count, so these weigh more (Keras' rule for masks).
    const counted = g.sum(g.sub(1, ignored));
    const share = params.reduction === "sum" ? 1 : g.div(sizeOf(values.shape), g.add(counted, 1e-7));
    return g.where(ignored, 0, g.mul(values, share));
  },
  facts: ({ from_logits }) => ({
    reads: "distribution",
    fromLogits: from_logits,
    targets: ["class", "binary"],
    task: "classification",
    guess: "entropy",
  }),
  examples: [
    {
      source: "SparseCategoricalCrossentropy()",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.4581454,
    },
    {
      source: "SparseCategoricalCrossentropy(ignore_class = 1)",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: Math.LN2,
    },
    {
      source: "SparseCategoricalCrossentropy(from_logits = true)",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.8147788,
    },
  ],
});
