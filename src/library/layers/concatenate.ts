import { addDims, type Dim, equalDims, type Shape, showShape } from "../../base/dim.ts";
import type { Node } from "../../tensor/node.ts";
import type { DType } from "../../tensor/types.ts";
import { axisParam, axisProblem } from "../axis.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { maskOver } from "../masks.ts";

export const concatenate = defineLayer({
  name: "Concatenate",
  doc: "Several tensors one behind another along an axis: [a, b] -> Concatenate() of [3] and [2] is [5]. For joining branches that say different things, and inputs that are declared one by one: a single number a row counts as [1]. The axis is counted without the batch axis, where Keras counts it: its axis = 1 is axis = 0 here, and -1, the last, is the same.",
  params: { axis: axisParam },
  arity: { min: 1, max: Number.POSITIVE_INFINITY },
  shape({ axis }, inputs) {
    const shapes = rowsWithAxes(inputs.map(({ shape }) => shape));
    for (const shape of shapes) checkAxis(axis, shape);
    const dtype = inputs[0]?.dtype ?? "float";
    return {
      shape: shapes.reduce((joined, next) => join(joined, next, axis)),
      dtype: inputs.every((input) => input.dtype === dtype) ? dtype : "float",
    };
  },
  lower({ g, params: { axis }, inputs, float }) {
    const same = inputs.every(({ dtype }) => dtype === inputs[0]?.dtype);
    const parts = inputs.map((x) => {
      const part = same ? x : g.cast(x, float);
      return x.shape.length === 1 ? g.reshape(part, [...x.shape, 1]) : part;
    });
    return g.concat(parts, axis < 0 ? axis : axis + 1);
  },
  mask({ g, params: { axis }, inputs, masks }) {
    if (masks.every((mask) => mask === undefined)) return undefined;
    const whole = inputs.map((x, i) => maskOver(g, masks[i], x) ?? g.constant(1, x.shape, maskType(masks)));
    return g.reduceMax(g.concat(whole, axis < 0 ? axis : axis + 1), [-1]);
  },
  // Not `rearranges`: rules look through such layers at their one input, and here are several.
  facts: () => ({ learns: false, nonlinear: false }),
  examples: [
    { source: "Concatenate()", input: [[3], [2]], output: [5], parameters: 0 },
    { source: "Concatenate()", input: [[], [2], []], output: [4], parameters: 0 },
    {
      source: "Concatenate(axis = 0)",
      input: [
        [2, 3],
        [1, 3],
      ],
      output: [3, 3],
      parameters: 0,
    },
    {
      source: "Concatenate()",
      input: [
        [2, 3],
        [2, 1],
      ],
      output: [2, 4],
      parameters: 0,
    },
  ],
});

function maskType(masks: readonly (Node | undefined)[]): DType {
  return masks.find((mask) => mask !== undefined)?.dtype ?? "f32";
}

/** Single numbers are vectors of one. */
function rowsWithAxes(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.map((shape) => (shape.length === 0 ? [1] : shape));
}

function checkAxis(axis: number, shape: Shape): void {
  const problem = axisProblem(axis, shape);
  if (problem === undefined) return;
  const keras = `axes are counted without the batch axis: Keras' axis = ${axis} is axis = ${axis - 1} here`;
  throw new ShapeProblem("bad-option", problem, { param: "axis", ...(axis > 0 ? { help: keras } : {}) });
}

function join(a: Shape, b: Shape, axis: number): Shape {
  const along = axis < 0 ? axis + a.length : axis;
  const fits = a.length === b.length && a.every((dim, i) => i === along || equalDims(dim, b[i] ?? -1));
  if (fits) return a.map((dim, i): Dim => (i === along ? addDims(dim, b[i] as Dim) : dim));
  const elsewhere =
    a.length === b.length ? `equal sizes on every axis but ${along}` : "equal numbers of axes";
  throw new ShapeProblem(
    a.length === b.length ? "shape-mismatch" : "rank-mismatch",
    `Concatenate needs ${elsewhere}, and ${showShape(a)} meets ${showShape(b)}`,
    {
      label: `joins along axis ${along}`,
      help:
        a.length === b.length
          ? "name the axis along which they differ, or bring the others to one size with a layer"
          : "bring them to the same number of axes: `Flatten()` makes one of all, `Reshape([…])` adds some",
    },
  );
}
