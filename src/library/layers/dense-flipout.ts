import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { variationalDense } from "../variational-dense.ts";
import { weightedSum } from "../weighted-sum.ts";

export const denseFlipout = variationalDense({
  name: "DenseFlipout",
  doc: "DenseVariational whose draws differ from row to row: the deviation from the mean weights gets random signs for each row, so that the rows of a batch do not all err in the same way and the gradient is less noisy. It costs two matrix products in place of one. Formula: Wen, Vicol, Ba, Tran and Grosse, Flipout (2018).",
  sums({ g, random }, x, { mean, deviation }) {
    const straight = weightedSum(g, x, mean);
    if (deviation === undefined) return straight;
    const into = signs(g, random("flipout in", x.shape));
    const turned = weightedSum(g, g.mul(x, into), deviation);
    return g.add(straight, g.mul(turned, signs(g, random("flipout out", straight.shape))));
  },
  examples: [
    { source: "DenseFlipout(4)", input: [3], output: [4], parameters: 32 },
    { source: "DenseFlipout(2, tanh)", input: [5, 3], output: [5, 2], parameters: 16 },
  ],
});

function signs(g: Builder, uniform: Node): Node {
  return g.sub(1, g.mul(2, g.less(uniform, 0.5)));
}
