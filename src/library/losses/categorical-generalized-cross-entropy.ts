import { number, param } from "../../words/param-types.ts";
import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { classIndices, isClass } from "../targets.ts";

/** Where a power of a probability would have an infinite slope. */
const epsilon = 1e-7;

export const categoricalGeneralizedCrossEntropy = defineLoss({
  name: "CategoricalGeneralizedCrossEntropy",
  doc: "Between crossentropy (q near 0) and absolute error (q near 1): (1 - p^q) / q for the probability p of the true class. For labels of which some are wrong, because a single surprise costs at most 1 / q. The target is the number of the class, and the output a softmax. Formula: Zhang and Sabuncu, Generalized cross entropy loss for training deep neural networks with noisy labels (2018).",
  params: {
    q: param(
      number({ min: 0, max: 1, aboveMin: true, belowMax: true }),
      "how forgiving it is: near 0 like crossentropy, near 1 like absolute error",
      0.5,
    ),
    reduction,
  },
  leftOut: leftOutOfLosses,
  lower({ g, params: { q }, target, output }) {
    const right = isClass(g, classIndices(g, target, output, -1), output, -1);
    const p = g.sum(g.where(g.cast(right, output.dtype), output, 0), [-1]);
    return g.div(g.sub(1, g.pow(g.max(p, epsilon), q)), q);
  },
  facts: () => ({
    reads: "distribution",
    fromLogits: false,
    targets: ["class", "binary"],
    task: "classification",
  }),
  examples: [
    {
      source: "CategoricalGeneralizedCrossEntropy()",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.3984661,
    },
  ],
});
