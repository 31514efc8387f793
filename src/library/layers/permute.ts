import { showShape } from "../../base/dim.ts";
import { listOf } from "../../words/list-types.ts";
import { integer, param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

export const permute = defineLayer({
  name: "Permute",
  doc: "Puts the axes of a row in another order. To bring sequences to the axis that a layer mixes, or channels to the end. Axes are numbered from 1, as in Keras: Permute([2, 1]) swaps two.",
  params: {
    dims: param(listOf(integer({ min: 1 }), { min: 1 }), "the axes in their new order, numbered from 1"),
  },
  shape({ dims }, [x]) {
    if (x === undefined) throw new Error("Permute has one input");
    const { shape } = x;
    const sorted = [...dims].sort((a, b) => a - b);
    if (sorted.length !== shape.length || sorted.some((axis, i) => axis !== i + 1)) {
      throw new ShapeProblem(
        "bad-option",
        `dims [${dims.join(", ")}] is no order of the axes of ${showShape(shape)}`,
        {
          param: "dims",
          label: `each number from 1 to ${shape.length} stands here once`,
        },
      );
    }
    return { shape: dims.map((axis) => shape[axis - 1] ?? 1), dtype: x.dtype };
  },
  lower({ g, params: { dims }, inputs: [x] }) {
    if (x === undefined) throw new Error("Permute is lowered with one input");
    return g.transpose(x, [0, ...dims]);
  },
  facts: () => ({ learns: false, nonlinear: false, rearranges: true }),
  examples: [
    { source: "Permute([2, 1])", input: [2, 3], output: [3, 2], parameters: 0 },
    { source: "Permute([3, 1, 2])", input: [2, 3, 2], output: [2, 2, 3], parameters: 0 },
  ],
});
