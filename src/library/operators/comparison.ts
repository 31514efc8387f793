/** A loss as a function of tensors: `mse(u, 0)`, one number a row. */
import type { Node } from "../../tensor/node.ts";
import { number, optional, param } from "../../words/param-types.ts";
import { lossType } from "../instance-types.ts";
import { defineLayer } from "../layer.ts";
import type { Operator } from "./pointwise.ts";
import { alignRows, commonShape } from "./rows.ts";

export const comparison: Operator = {
  path: "loss",
  word: defineLayer({
    name: "loss of",
    doc: "What a loss says of a tensor beside another, or beside a number: the mean over the row.",
    params: {
      loss: param(lossType, "the loss"),
      output: param(optional(number()), "a number in the place of the first tensor", null),
      target: param(optional(number()), "a number in the place of the second tensor", null),
    },
    arity: { min: 1, max: 2 },
    shape(_params, inputs) {
      commonShape(
        "a loss",
        inputs.map(({ shape }) => shape),
      );
      return { shape: [], dtype: "float" };
    },
    lower({ g, params, inputs, float, batch }) {
      const tensors = [...alignRows(g, inputs, float)] as Node[];
      const shape = commonShape(
        "",
        tensors.map((node) => node.shape),
      ) as readonly number[];
      // A loss reduces the last axis, so a single number a row is a vector of one.
      const whole = shape.length === 1 ? [batch, 1] : shape;
      const [output, target] = [params.output, params.target].map((fixed) => {
        if (fixed !== null) return g.constant(fixed, whole, float);
        const node = tensors.shift() as Node;
        return g.reshape(g.broadcast(node, shape), whole);
      }) as [Node, Node];
      const { word, params: own } = params.loss;
      const each = word.lower({ g, params: own, target, output, logits: () => undefined });
      const axes = each.shape.slice(1).map((_, index) => index + 1);
      return axes.length === 0 ? each : g.mean(each, axes);
    },
    facts: () => ({ learns: false, nonlinear: true }),
    examples: [],
  }),
};
