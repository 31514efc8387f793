import { isKnown, type Shape, showShape } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { oneOrMany } from "../../words/list-types.ts";
import { flag, integer, number, optional, param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

/** The smallest deviation that is divided by, as in Keras. */
const epsilon = 1e-7;

export const normalization = defineLayer({
  name: "Normalization",
  doc: "Subtracts a known mean and divides by a known deviation: (x - mean) / sqrt(variance). For numbers that are known for good, such as those of a camera. What follows from the data stands in the data section: normalize = zscore is fitted on the training rows and kept with the model.",
  params: {
    axis: param(
      optional(integer()),
      "axis whose entries have numbers of their own, without the batch; none for one for all",
      -1,
    ),
    mean: param(optional(oneOrMany(number())), "the mean: a number, or one for each entry of the axis", null),
    variance: param(
      optional(oneOrMany(number({ min: 0 }))),
      "the square of the standard deviation: a number, or one for each entry of the axis",
      null,
    ),
    invert: param(flag, "whether numbers go back: x * sqrt(variance) + mean", false),
  },
  check({ mean, variance }) {
    if (mean !== null && variance !== null) return;
    throw new ShapeProblem("bad-option", "Normalization has no numbers to scale by", {
      ...(mean === null && variance === null ? {} : { param: mean === null ? "variance" : "mean" }),
      label: "mean and variance go together",
      help: "write both, or leave the layer out and write normalize = zscore in the data section, which is fitted on the training rows",
    });
  },
  shape({ axis, mean, variance }, [x]) {
    if (x === undefined) throw new Error("Normalization has one input");
    for (const [param, value] of [
      ["mean", mean],
      ["variance", variance],
    ] as const) {
      checkLength(param, value, axis, x.shape);
    }
    return { shape: x.shape, dtype: "float" };
  },
  lower({ g, params: { axis, mean, variance, invert }, inputs: [input], float }) {
    if (input === undefined || mean === null || variance === null) {
      throw new Error("Normalization is lowered with one input, a mean and a variance");
    }
    const x = g.cast(input, float);
    const along = (value: number | readonly number[]): Node | number => spread(g, value, axis, x);
    const roots = typeof variance === "number" ? Math.sqrt(variance) : variance.map(Math.sqrt);
    const deviation =
      typeof roots === "number" ? Math.max(roots, epsilon) : roots.map((r) => Math.max(r, epsilon));
    if (invert) return g.add(g.mul(x, along(deviation)), along(mean));
    return g.div(g.sub(x, along(mean)), along(deviation));
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, rescales: true }),
  examples: [
    {
      source: "Normalization(mean = [1, 2, 3], variance = [4, 1, 9])",
      input: [3],
      output: [3],
      parameters: 0,
    },
    { source: "Normalization(0, [0.5, 1], 4)", input: [2, 3], output: [2, 3], parameters: 0 },
    { source: "Normalization(none, 33.3, 6000, invert = true)", input: [4], output: [4], parameters: 0 },
  ],
});

function spread(g: Builder, value: number | readonly number[], axis: number | null, x: Node): Node | number {
  if (typeof value === "number") return value;
  const at = axisOf(axis, x.shape.length - 1) + 1;
  const shape = x.shape.map((length, i) => (i === at ? length : 1));
  return g.constant(value, shape, x.dtype);
}

function axisOf(axis: number | null, rank: number): number {
  return axis === null ? -1 : axis < 0 ? axis + rank : axis;
}

function checkLength(
  param: string,
  value: number | readonly number[] | null,
  axis: number | null,
  shape: Shape,
): void {
  if (value === null || typeof value === "number") return;
  const at = axisOf(axis, shape.length);
  const length = shape[at];
  if (length !== undefined && (!isKnown(length) || length === value.length)) return;
  throw new ShapeProblem(
    "bad-option",
    length === undefined
      ? `axis ${axis} is none of ${showShape(shape)}, so ${param} is one number`
      : `${param} has ${value.length} numbers for an axis of ${length}: ${showShape(shape)} comes in`,
    { param, label: "one number, or one for each entry of the axis" },
  );
}
