/** Windows that slide over the axes of space of a row, `[space…, channels]`: where they can stand, and with what padding. */
import { addDims, type Dim, floorDivideDim, isKnown, type Shape, showDim, showShape } from "../base/dim.ts";
import type { Padding, Windows } from "../tensor/builder.ts";
import { integers } from "../words/list-types.ts";
import type { ParamType } from "../words/param.ts";
import { optional } from "../words/param-types.ts";
import { ShapeProblem, type TensorSpec } from "./layer.ts";

/** Nothing around; as much as makes as many places as there are elements over the stride; or all of it before. */
export type PaddingRule = "valid" | "same" | "causal";

/** A positive integer for every axis of space. */
export function perAxis(rank: number): ParamType<readonly number[]> {
  return integers(rank);
}

export function perAxisOrNone(rank: number): ParamType<readonly number[] | null> {
  return optional(integers(rank));
}

export function ones(rank: number): readonly number[] {
  return new Array<number>(rank).fill(1);
}

const axisNames = ["steps", "height, width", "depth, height, width"] as const;
const exampleShapes = ["[100, 8]", "[28, 28, 1]", "[16, 28, 28, 1]"] as const;

/** The sizes of space and the channels. Throws ShapeProblem where the row has another number of axes. */
export function spaceOf(
  word: string,
  rank: number,
  x: TensorSpec | undefined,
): { readonly space: Shape; readonly channels: Dim } {
  const shape = x?.shape ?? [];
  if (shape.length === rank + 1) return { space: shape.slice(0, -1), channels: shape.at(-1) as Dim };
  const wanted = `[${axisNames[rank - 1]}, channels]`;
  throw new ShapeProblem(
    "rank-mismatch",
    `${word} needs a row of shape ${wanted}, but ${showShape(shape)} comes in`,
    {
      label: `needs ${rank + 1} axes, not ${shape.length}`,
      help:
        shape.length === rank + 2
          ? `the axis of the batch is never written: is ${showShape(shape.slice(1))} one row?`
          : `write a Reshape before it, or declare the input with all axes, such as f32${exampleShapes[rank - 1]}`,
    },
  );
}

/** Number of places along every axis. Throws ShapeProblem, naming `param`, where a window does not fit. */
export function placesAlong(
  word: string,
  space: Shape,
  { sizes, strides, dilations }: Windows,
  padding: PaddingRule,
  param: string,
): Shape {
  return space.map((dim, i) => {
    const [size, stride, dilation] = [sizes[i] as number, strides[i] as number, dilations[i] as number];
    if (padding !== "valid") return floorDivideDim(addDims(dim, stride - 1), stride);
    const reach = dilation * (size - 1) + 1;
    if (isKnown(dim) && dim < reach) {
      throw new ShapeProblem(
        "shape-mismatch",
        `${word}: a window of ${reach} does not fit into ${showDim(dim)}`,
        {
          param,
          label: `reaches over ${reach} of ${showShape(space)}`,
          help: "make the window smaller, pool less before it, or write padding = same; where the first axis is the channels, move it to the end",
        },
      );
    }
    return addDims(floorDivideDim(addDims(dim, -reach), stride), 1);
  });
}

/** What to put around axes of these lengths: uneven padding has more at the end, as in Keras. */
export function paddingFor(
  lengths: readonly number[],
  { sizes, strides, dilations }: Windows,
  rule: PaddingRule,
): Padding {
  const margins = lengths.map((length, i): readonly [number, number] => {
    const [size, stride, dilation] = [sizes[i] as number, strides[i] as number, dilations[i] as number];
    if (rule === "valid") return [0, 0];
    if (rule === "causal") return [dilation * (size - 1), 0];
    const places = Math.ceil(length / stride);
    const total = Math.max((places - 1) * stride + dilation * (size - 1) + 1 - length, 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
  return { before: margins.map(([before]) => before), after: margins.map(([, after]) => after) };
}
