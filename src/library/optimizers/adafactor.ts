import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { learningRate } from "../../words/instance-of.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { asBuffer, defineOptimizer, partsOf, type WeightPart } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

export const adafactor = defineOptimizer({
  name: "Adafactor",
  doc: "Keeps means of squared gradients only by row and by column of each matrix, and no momentum, so it needs almost no memory of its own. For large embeddings and transformers. Steps are shares of the size of each weight tensor. Formula: Shazeer and Stern, Adafactor: adaptive learning rates with sublinear memory cost (2018), as in Keras.",
  params: {
    learning_rate: param(learningRate, "share of a tensor that a step moves, or a schedule of shares", 0.001),
    beta_2_decay: param(
      number({ max: 0 }),
      "how fast means forget: they keep 1 - t^beta_2_decay in step t",
      -0.8,
    ),
    epsilon_1: param(number({ min: 0 }), "added to squared gradients", 1e-30),
    epsilon_2: param(number({ min: 0 }), "least size of a tensor that steps are a share of", 0.001),
    clip_threshold: param(
      number({ min: 0, aboveMin: true }),
      "greatest root mean square of a step before it is scaled",
      1,
    ),
    relative_step: param(
      flag,
      "kept from Keras, where it lowers the rate to 1 / sqrt(t); steps are bounded by that in any case",
      true,
    ),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: (_params, parts) => ({
    rows: { size: Math.max(1, total(parts, rowMeans)), value: 0 },
    columns: { size: Math.max(1, total(parts, columnMeans)), value: 0 },
    squares: {
      size: Math.max(
        1,
        total(parts, (part) => (isMatrix(part) ? 0 : part.size)),
      ),
      value: 0,
    },
  }),
  update({ g, params, weights, parts, gradient, learningRate, step, slots }) {
    const { rows, columns, squares } = slots;
    if (!rows || !columns || !squares)
      throw new Error("Adafactor keeps means by row, by column and by element");
    const keep = g.sub(1, g.pow(step, params.beta_2_decay));
    const mean = (last: Node, next: Node) => g.add(g.mul(keep, last), g.mul(g.sub(1, keep), next));
    const rate = g.min(learningRate, g.div(1, g.sqrt(step)));
    const readers = { rows: reader(g, rows), columns: reader(g, columns), squares: reader(g, squares) };
    const gradients = partsOf(g, gradient, parts);
    const moves = partsOf(g, weights, parts).map((weight, i) => {
      const slope = gradients[i] as Node;
      const square = g.add(g.mul(slope, slope), params.epsilon_1);
      let spread: Node;
      if (slope.shape.length < 2) {
        spread = readers.squares.next(slope.shape, (last) => mean(last, square));
      } else {
        const row = readers.rows.next(slope.shape.slice(0, -1), (last) => mean(last, g.mean(square, [-1])));
        const without = [...slope.shape.slice(0, -2), slope.shape.at(-1) as number];
        const column = readers.columns.next(without, (last) => mean(last, g.mean(square, [-2])));
        const share = g.div(row, g.mean(row, [-1], true));
        spread = g.mul(
          g.reshape(share, [...share.shape, 1]),
          g.reshape(column, [...column.shape.slice(0, -1), 1, column.shape.at(-1) as number]),
        );
      }
      const move = g.div(slope, g.sqrt(spread));
      const bounded = g.div(move, g.max(1, g.div(rootMeanSquare(g, move), params.clip_threshold)));
      return g.mul(g.mul(rate, g.max(params.epsilon_2, rootMeanSquare(g, weight))), bounded);
    });
    return {
      weights: g.sub(weights, asBuffer(g, moves)),
      slots: {
        rows: readers.rows.result(),
        columns: readers.columns.result(),
        squares: readers.squares.result(),
      },
    };
  },
  // A step changes each tensor by this share of its size, and no more than 1 / sqrt(t).
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.3, error: 1 }, rateLow: 1e-6 }),
  examples: [
    {
      source: "Adafactor(0.1)",
      weights: [
        [0.841886, -1.841886],
        [0.698685, -1.698685],
        [0.568806, -1.568806],
      ],
    },
  ],
});

function isMatrix({ shape }: WeightPart): boolean {
  return shape.length >= 2;
}

function rowMeans(part: WeightPart): number {
  return isMatrix(part) ? part.size / (part.shape.at(-1) as number) : 0;
}

function columnMeans(part: WeightPart): number {
  return isMatrix(part) ? part.size / (part.shape.at(-2) as number) : 0;
}

function total(parts: readonly WeightPart[], size: (part: WeightPart) => number): number {
  return parts.reduce((sum, part) => sum + size(part), 0);
}

/** Goes through a buffer piece by piece and gathers what takes the place of each. */
function reader(g: Builder, buffer: Node) {
  const pieces: Node[] = [];
  let offset = 0;
  return {
    next(shape: readonly number[], change: (last: Node) => Node): Node {
      const size = shape.reduce((product, length) => product * length, 1);
      const changed = change(g.reshape(g.slice(buffer, [offset], [size]), shape));
      offset += size;
      pieces.push(changed);
      return changed;
    },
    /** A buffer that no weight needed has one element, which stays. */
    result: (): Node => (pieces.length === 0 ? buffer : asBuffer(g, pieces)),
  };
}

function rootMeanSquare(g: Builder, x: Node): Node {
  return g.sqrt(g.mean(g.mul(x, x)));
}
