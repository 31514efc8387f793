/** Functions that make one number of a row, or of one axis of it: `mean(x)`, `norm(a - b)`, `max(x, axis = -1)`. */
import { showShape } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { integer, optional, param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import type { Operator } from "./pointwise.ts";

type Reduce = (g: Builder, x: Node, axes: readonly number[]) => Node;

function reduction(name: string, path: string, doc: string, reduce: Reduce, linear = false): Operator {
  const word = defineLayer({
    name,
    doc: `${doc} Without an axis, over all axes of a row; the batch is never one of them.`,
    params: { axis: param(optional(integer()), "the axis to reduce, counted without the batch", null) },
    shape({ axis }, [x]) {
      const shape = x?.shape ?? [];
      if (axis === null) return { shape: [], dtype: "float" };
      const at = axis < 0 ? axis + shape.length : axis;
      if (at >= 0 && at < shape.length) return { shape: shape.toSpliced(at, 1), dtype: "float" };
      throw new ShapeProblem("bad-option", `${showShape(shape)} has no axis ${axis}`, {
        label: "axes are counted from 0 without the batch, or from the end as -1, -2 …",
      });
    },
    lower({ g, params: { axis }, inputs: [x], float }) {
      const node = g.cast(x as Node, float);
      const rank = node.shape.length - 1;
      const axes = Array.from({ length: rank }, (_, i) => i + 1);
      const chosen = axis === null ? axes : [axis < 0 ? axis + rank + 1 : axis + 1];
      return reduce(g, node, chosen);
    },
    facts: () => ({ learns: false, nonlinear: !linear }),
    examples: [],
  });
  return { word, path };
}

/** The root of the sum of squares, with the slope 0 at 0, where the formula has none. */
const norm: Reduce = (g, x, axes) => {
  const squares = g.mul(x, x);
  const sum = axes.length === 0 ? squares : g.sum(squares, axes);
  const positive = g.less(0, sum);
  return g.where(positive, g.sqrt(g.where(positive, sum, 1)), 0);
};

const over =
  (reduce: Reduce): Reduce =>
  (g, x, axes) =>
    axes.length === 0 ? x : reduce(g, x, axes);

/** By name. */
export const reductions: Readonly<Record<string, Operator>> = {
  mean: reduction(
    "mean",
    "mean",
    "The mean.",
    over((g, x, axes) => g.mean(x, axes)),
    true,
  ),
  sum: reduction(
    "sum",
    "sum",
    "The sum.",
    over((g, x, axes) => g.sum(x, axes)),
    true,
  ),
  norm: reduction("norm", "norm", "The root of the sum of squares.", norm),
  max: reduction(
    "max",
    "max",
    "The largest number.",
    over((g, x, axes) => g.reduceMax(x, axes)),
  ),
  min: reduction(
    "min",
    "min",
    "The smallest number.",
    over((g, x, axes) => g.reduceMin(x, axes)),
  ),
};
