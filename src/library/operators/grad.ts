/** The derivative of one number a row by a tensor that it is made of: `grad(u, x)`. */
import { gradient } from "../../tensor/gradient.ts";
import type { Node } from "../../tensor/node.ts";
import { defineLayer } from "../layer.ts";
import type { Operator } from "./pointwise.ts";

export const grad: Operator = {
  path: "grad",
  word: defineLayer({
    name: "grad",
    doc: "The derivative of one number a row by a tensor of the same row. Rows do not look at one another, so that the gradient of the sum over the rows is that of each row.",
    params: {},
    arity: { min: 2, max: 2 },
    shape: (_params, [, x]) => ({ shape: x?.shape ?? [], dtype: "float" }),
    lower({ g, inputs: [u, x] }) {
      const [derivative] = gradient(g, g.sum(u as Node), [x as Node]);
      return derivative as Node;
    },
    facts: () => ({ learns: false, nonlinear: true }),
    examples: [],
  }),
};
