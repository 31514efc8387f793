import { type Dim, equalDims, type Shape, showDim, showShape } from "../../base/dim.ts";
import { listOf } from "../../words/list-types.ts";
import { flag, integer, param } from "../../words/param-types.ts";
import { axisProblem } from "../axis.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { unitVectors } from "../norms.ts";

export const dot = defineLayer({
  name: "Dot",
  doc: "The products of two tensors summed along one axis of each; the other axes of both stay, those of the first before those of the second. For how alike two vectors are: [a, b] -> Dot(-1, normalize = true) is the cosine of their angle. Axes are counted without the batch axis, where Keras counts it: its axes = 1 is axes = 0 here. Of two vectors it gives [1].",
  params: {
    axes: param(
      listOf(integer(), { min: 1, max: 2, single: true }),
      "the axis that is summed over, or one for each tensor; counted without the batch axis",
    ),
    normalize: param(flag, "whether vectors along these axes are first brought to length 1", false),
  },
  arity: { min: 2, max: 2 },
  shape({ axes }, [a, b]) {
    if (a === undefined || b === undefined) throw new Error("Dot has two inputs");
    const [alongA, alongB] = alongBoth(axes, [a.shape, b.shape]);
    const [sizeA, sizeB] = [a.shape[alongA] as Dim, b.shape[alongB] as Dim];
    if (!equalDims(sizeA, sizeB)) {
      throw new ShapeProblem(
        "shape-mismatch",
        `Dot sums over ${showDim(sizeA)} of ${showShape(a.shape)} and ${showDim(sizeB)} of ${showShape(b.shape)}, and the sizes differ`,
        {
          param: "axes",
          label: `axis ${alongA} of the first, axis ${alongB} of the second`,
          help: "name one axis for each, as in axes = [1, 0], or bring both to one size with a layer",
        },
      );
    }
    const shape = [...without(a.shape, alongA), ...without(b.shape, alongB)];
    return { shape: shape.length === 0 ? [1] : shape, dtype: "float" };
  },
  lower({ g, params: { axes, normalize }, inputs, float }) {
    const [x, y] = inputs.map((input) => g.cast(input, float));
    if (x === undefined || y === undefined) throw new Error("Dot is lowered with two inputs");
    const along = alongBoth(axes, [x.shape.slice(1), y.shape.slice(1)]).map((axis) => axis + 1);
    const [alongX = 1, alongY = 1] = along;
    const [a, b] = normalize ? [unitVectors(g, x, [alongX]), unitVectors(g, y, [alongY])] : [x, y];
    // Labels of axes: 0 is the batch, 1 the axis that is summed over; each other axis has its own.
    const label = (axis: number, summed: number, first: number): number =>
      axis === 0 ? 0 : axis === summed ? 1 : first + axis;
    const labelsA = a.shape.map((_, axis) => label(axis, alongX, 1));
    const labelsB = b.shape.map((_, axis) => label(axis, alongY, 1 + a.shape.length));
    const result = [0, ...[...labelsA, ...labelsB].filter((each) => each > 1)];
    const sums = g.contract(a, b, { a: labelsA, b: labelsB, result });
    return result.length === 1 ? g.reshape(sums, [...sums.shape, 1]) : sums;
  },
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    { source: "Dot(0)", input: [[3], [3]], output: [1], parameters: 0 },
    { source: "Dot(-1, normalize = true)", input: [[3], [3]], output: [1], parameters: 0 },
    {
      source: "Dot([1, 0])",
      input: [
        [2, 3],
        [3, 4],
      ],
      output: [2, 4],
      parameters: 0,
    },
    { source: "Dot([0, 1])", input: [[3], [2, 3]], output: [2], parameters: 0 },
  ],
});

/** From 0, without the batch axis. */
function alongBoth(
  axes: readonly number[],
  [a, b]: readonly [Shape, Shape],
): readonly [first: number, second: number] {
  const [first = -1, second = first] = axes;
  return [along(first, a), along(second, b)];
}

function along(axis: number, shape: Shape): number {
  const problem = axisProblem(axis, shape);
  if (problem === undefined) return axis < 0 ? axis + shape.length : axis;
  const scalar = "a single number has nothing to sum over; multiply it: `a * b`";
  const keras = `axes are counted without the batch axis: Keras' ${axis} is ${axis - 1} here`;
  const help = shape.length === 0 ? { help: scalar } : axis > 0 ? { help: keras } : {};
  throw new ShapeProblem("bad-option", problem, { param: "axes", ...help });
}

function without(shape: Shape, axis: number): Shape {
  return shape.filter((_, i) => i !== axis);
}
