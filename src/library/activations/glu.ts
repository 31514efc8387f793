import { showDim } from "../../base/dim.ts";
import { defineActivation } from "../activation.ts";
import { axisParam, axisProblem, withBatch } from "../axis.ts";
import { quotientDim } from "../size-arithmetic.ts";

export const glu = defineActivation({
  name: "glu",
  doc: "Lets one half of an axis decide how much of the other comes through: a * sigmoid(b), for the halves a and b. Its output is half as long as its input, so it is a stage of its own, never an argument: Dense(64) -> glu. Formula: Dauphin, Fan, Auli and Grangier, Language modeling with gated convolutional networks (2017).",
  params: { axis: axisParam },
  problem({ axis }, shape) {
    const missing = axisProblem(axis, shape);
    if (missing !== undefined) return missing;
    const length = shape.at(axis) ?? 1;
    if (quotientDim(length, 2) !== undefined) return undefined;
    return `it takes the two halves of an axis, but axis ${axis} has ${showDim(length)} entries`;
  },
  shape({ axis }, shape) {
    const at = axis < 0 ? axis + shape.length : axis;
    return shape.map((dim, i) => (i === at ? (quotientDim(dim, 2) ?? dim) : dim));
  },
  lower(g, { axis }, x) {
    const at = withBatch(axis) < 0 ? withBatch(axis) + x.shape.length : withBatch(axis);
    const half = x.shape.map((size, i) => (i === at ? size / 2 : size));
    const second = x.shape.map((size, i) => (i === at ? size / 2 : 0));
    const none = x.shape.map(() => 0);
    return g.mul(g.slice(x, none, half), g.sigmoid(g.slice(x, second, half)));
  },
  facts: () => ({ range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], nonlinear: true }),
  examples: [{ source: "glu", x: [1, 2, 3, 4], y: [0.952574, 1.964028] }],
});
