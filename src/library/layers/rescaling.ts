import { equalDims, isKnown, type Shape, showShape } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import type { FloatType } from "../../tensor/types.ts";
import { oneOrMany } from "../../words/list-types.ts";
import { number, param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

const numbers = oneOrMany(number());

export const rescaling = defineLayer({
  name: "Rescaling",
  doc: "Multiplies its input by a constant and adds another: x * scale + offset. First in a network whose raw inputs are large: Rescaling(1 / 255) brings bytes to 0 to 1. A list gives each entry of the last axis its own number.",
  params: {
    scale: param(
      numbers,
      "what the input is multiplied by: a number, or one for each entry of the last axis",
    ),
    offset: param(numbers, "what is added then: a number, or one for each entry of the last axis", 0),
  },
  shape({ scale, offset }, [x]) {
    if (x === undefined) throw new Error("Rescaling has one input");
    checkLength("scale", scale, x.shape);
    checkLength("offset", offset, x.shape);
    return { shape: x.shape, dtype: "float" };
  },
  lower({ g, params: { scale, offset }, inputs: [x], float }) {
    if (x === undefined) throw new Error("Rescaling is lowered with one input");
    const scaled = g.mul(g.cast(x, float), operand(g, scale, float));
    return offset === 0 ? scaled : g.add(scaled, operand(g, offset, float));
  },
  mask: "keep",
  facts: ({ scale, offset }) => ({
    learns: false,
    nonlinear: false,
    rescales: true,
    ...(typeof scale === "number" && typeof offset === "number" ? { affine: { scale, offset } } : {}),
  }),
  examples: [
    { source: "Rescaling(1)", input: [28, 28], output: [28, 28], parameters: 0 },
    { source: "Rescaling(0.5, offset = [1, 2, 3])", input: [4, 3], output: [4, 3], parameters: 0 },
  ],
});

function operand(g: Builder, value: number | readonly number[], float: FloatType): Node | number {
  return typeof value === "number" ? value : g.constant(value, [value.length], float);
}

function checkLength(name: string, value: number | readonly number[], shape: Shape): void {
  if (typeof value === "number") return;
  const last = shape.at(-1);
  if (last !== undefined && (!isKnown(last) || equalDims(last, value.length))) return;
  throw new ShapeProblem(
    "bad-option",
    `${name} has ${value.length} numbers, but an input of shape ${showShape(shape)} comes in`,
    { param: name, label: "one number, or as many as the last axis has entries" },
  );
}
