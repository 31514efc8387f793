import { integer, number, optional, param } from "../../words/param-types.ts";
import { defineLayer } from "../layer.ts";
import { seeded } from "../normal-noise.ts";
import { sameShape } from "../same-shape.ts";

/** What selu levels off at: -scale * alpha. */
const floor = -1.7580993408473766;

export const alphaDropout = defineLayer({
  name: "AlphaDropout",
  doc: "Dropout that keeps mean and variance, for layers with the activation selu: a random share of inputs becomes what selu gives far below 0, and all are then scaled and shifted. Does nothing when the model is evaluated or used. Formula: Klambauer and others, Self-normalizing neural networks (2017).",
  params: {
    rate: param(number({ min: 0, max: 1, belowMax: true }), "share of inputs that is dropped"),
    seed: param(optional(integer()), "draws another mask than the model's seed alone would", null),
  },
  leftOut: { noise_shape: "every place has a draw of its own; Dropout shares draws" },
  shape: (_params, inputs) => sameShape(inputs),
  lower({ g, params: { rate, seed }, inputs: [input], training, float, random }) {
    if (input === undefined) throw new Error("AlphaDropout is lowered with one input");
    const x = g.cast(input, float);
    if (!training || rate === 0) return x;
    const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * floor * floor));
    const dropped = g.less(random(seeded("dropout", seed), x.shape), rate);
    return g.add(g.mul(scale, g.where(dropped, floor, x)), -scale * floor * rate);
  },
  facts: () => ({ learns: false, nonlinear: false, regularizes: true }),
  examples: [{ source: "AlphaDropout(0.3)", input: [10], output: [10], parameters: 0 }],
});
