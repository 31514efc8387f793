import { showShape } from "../../base/dim.ts";
import { size } from "../../words/list-types.ts";
import { param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

export const repeatVector = defineLayer({
  name: "RepeatVector",
  doc: "Repeats a vector along a new first axis: [features] becomes [n, features]. Between an encoder that ends in one vector and a decoder that takes a sequence.",
  params: { n: param(size, "how many times") },
  shape({ n }, [x]) {
    if (x === undefined) throw new Error("RepeatVector has one input");
    if (x.shape.length !== 1) {
      throw new ShapeProblem(
        "rank-mismatch",
        `RepeatVector repeats a vector, but a tensor of shape ${showShape(x.shape)} comes in`,
        {
          help: "write Flatten() before it",
        },
      );
    }
    return { shape: [n, ...x.shape], dtype: x.dtype };
  },
  lower({ g, params: { n }, inputs: [x] }) {
    if (x === undefined || typeof n !== "number")
      throw new Error("RepeatVector is lowered with one input and a number");
    const [batch = 1, length = 1] = x.shape;
    return g.broadcast(g.reshape(x, [batch, 1, length]), [batch, n, length]);
  },
  facts: () => ({ learns: false, nonlinear: false }),
  examples: [{ source: "RepeatVector(3)", input: [4], output: [3, 4], parameters: 0 }],
});
