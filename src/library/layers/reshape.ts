import { productOf, type Shape, showDim, showShape } from "../../base/dim.ts";
import { sizeOf } from "../../tensor/types.ts";
import { shapeOf } from "../../words/list-types.ts";
import { param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { certainlyUnequal, quotientDim } from "../size-arithmetic.ts";

export const reshape = defineLayer({
  name: "Reshape",
  doc: "Gives the elements of a row another shape, in the same order. To make images of flat rows before convolutions, or to add an axis of size 1. One size may be -1: it is what the others leave.",
  params: { target_shape: param(shapeOf({ rest: true }), "the new shape, without the batch axis") },
  shape({ target_shape }, [x]) {
    if (x === undefined) throw new Error("Reshape has one input");
    return { shape: resolve(target_shape, x.shape), dtype: x.dtype };
  },
  lower({ g, params: { target_shape }, inputs: [x] }) {
    if (x === undefined) throw new Error("Reshape is lowered with one input");
    const [batch = 1, ...row] = x.shape;
    const shape = resolve(target_shape, row) as readonly number[];
    if (sizeOf(shape) !== sizeOf(row)) throw mismatch(target_shape, row);
    return g.reshape(x, [batch, ...shape]);
  },
  facts: () => ({ learns: false, nonlinear: false, rearranges: true }),
  examples: [
    { source: "Reshape([28, 28, 1])", input: [784], output: [28, 28, 1], parameters: 0 },
    { source: "Reshape((2, -1))", input: [3, 4], output: [2, 6], parameters: 0 },
    { source: "Reshape(12)", input: [3, 4], output: [12], parameters: 0 },
  ],
});

/** The target with -1 replaced. Sizes that only the data knows are trusted until they are known. */
function resolve(target: Shape, from: Shape): Shape {
  const elements = productOf(from);
  if (!target.includes(-1)) {
    if (certainlyUnequal(elements, productOf(target))) throw mismatch(target, from);
    return target;
  }
  const others = productOf(target.filter((dim) => dim !== -1));
  const rest = quotientDim(elements, others);
  if (rest === undefined) throw mismatch(target, from);
  return target.map((dim) => (dim === -1 ? rest : dim));
}

function mismatch(target: Shape, from: Shape): ShapeProblem {
  const elements = showDim(productOf(from));
  const wanted = showDim(productOf(target.filter((dim) => dim !== -1)));
  const rest = target.includes(-1);
  return new ShapeProblem(
    "reshape-elements",
    rest
      ? `${showShape(from)} has ${elements} elements, which ${wanted} does not divide, so ${showShape(target)} has no place for -1`
      : `${showShape(from)} has ${elements} elements, but ${showShape(target)} has ${wanted}`,
    {
      param: "target_shape",
      label: rest ? `${elements} / ${wanted} is not whole` : `${wanted} elements, not ${elements}`,
    },
  );
}
