import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { softplus } from "../stable.ts";

export const circle = defineLoss({
  name: "Circle",
  doc: "Brings embeddings of one class together and those of different classes apart, pair by pair within a batch: softplus(logsumexp over the pairs of its class + logsumexp over the others). For retrieval and verification: the target is the number of the class, the output an embedding of length 1 (UnitNormalization). Rows without a partner in the batch do not count, so batches must be large. Formula: Sun and others, Circle loss (2020).",
  params: {
    gamma: param(number({ min: 0, aboveMin: true }), "how sharply hard pairs outweigh easy ones", 80),
    margin: param(
      number({ min: 0, max: 1 }),
      "how much closer pairs of one class are to be than others",
      0.4,
    ),
    remove_diagonal: param(flag, "do not pair a row with itself", true),
    reduction,
  },
  leftOut: leftOutOfLosses,
  problem: (_params, _target, output) =>
    output.length === 1 ? undefined : "it compares embeddings: outputs of one axis",
  lower({ g, params: { gamma, margin, remove_diagonal }, target, output }) {
    const rows = output.shape[0] as number;
    const distance = g.max(g.sub(1, g.matmul(output, output, { transposeB: true })), 0);
    const labels = g.cast(target, "i32");
    const same = g.cast(g.equal(g.reshape(labels, [rows, 1]), g.reshape(labels, [1, rows])), output.dtype);
    const partners = remove_diagonal ? g.mul(same, g.sub(1, diagonal(g, rows, output))) : same;
    const pull = g.mul(g.add(margin, distance), g.sub(distance, margin));
    const push = g.mul(g.max(g.sub(1 + margin, distance), 0), g.sub(1 - margin, distance));
    const near = logSumExp(g, partners, g.mul(gamma, pull));
    const far = logSumExp(g, g.sub(1, same), g.mul(gamma, push));
    const values = softplus(g, g.add(near, far));
    // Rows of which nothing is asked weigh nothing, and the others more, so that the mean is over these (Keras' masks).
    const counted = g.stopGradient(g.less(0, values));
    const share = g.div(rows, g.max(g.sum(counted), 1));
    return g.mul(g.mul(values, counted), share);
  },
  facts: () => ({ reads: "number", fromLogits: false, targets: ["class"], task: "classification" }),
  examples: [
    {
      source: "Circle()",
      target: [1, 0, 1],
      output: [
        [1, 0],
        [0, 1],
        [0.6, 0.8],
      ],
      value: 19.2,
    },
  ],
});

function diagonal(g: Builder, size: number, like: Node): Node {
  return g.cast(g.equal(g.iota([size, size], 0, "i32"), g.iota([size, size], 1, "i32")), like.dtype);
}

/** `log(sum(exp(x)))` along the rows, of the entries where `mask` is 1; far below 0 where there is none. */
function logSumExp(g: Builder, mask: Node, x: Node): Node {
  const kept = g.where(mask, x, -1e30);
  const highest = g.stopGradient(g.reduceMax(kept, [-1], true));
  const sum = g.sum(g.exp(g.sub(kept, highest)), [-1], true);
  return g.reshape(g.add(highest, g.log(sum)), [x.shape[0] as number]);
}
