import { integer, number, optional, param } from "../../words/param-types.ts";
import { defineLayer } from "../layer.ts";
import { checkNoiseShape, drawnShape, noiseShape } from "../noise-shape.ts";
import { seeded } from "../normal-noise.ts";
import { sameShape } from "../same-shape.ts";

/** What selu levels off at: -scale * alpha. */
const floor = -1.7580993408473766;

export const alphaDropout = defineLayer({
  name: "AlphaDropout",
  doc: "Dropout that keeps mean and variance, for layers with the activation selu: a random share of inputs becomes what selu gives far below 0, and all are then scaled and shifted. Does nothing when the model is evaluated or used. Formula: Klambauer and others, Self-normalizing neural networks (2017).",
  params: {
    rate: param(number({ min: 0, max: 1, belowMax: true }), "share of inputs that is dropped"),
    noise_shape: noiseShape,
    seed: param(optional(integer()), "draws another mask than the model's seed alone would", null),
  },
  shape({ noise_shape }, inputs) {
    const spec = sameShape(inputs);
    checkNoiseShape(noise_shape, spec.shape);
    return spec;
  },
  lower({ g, params: { rate, noise_shape, seed }, inputs: [input], training, float, random }) {
    if (input === undefined) throw new Error("AlphaDropout is lowered with one input");
    const x = g.cast(input, float);
    if (!training || rate === 0) return x;
    const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * floor * floor));
    const dropped = g.less(random(seeded("dropout", seed), drawnShape(x.shape, noise_shape)), rate);
    return g.add(g.mul(scale, g.where(dropped, floor, x)), -scale * floor * rate);
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, regularizes: true, keepsMoments: true }),
  examples: [
    { source: "AlphaDropout(0.3)", input: [10], output: [10], parameters: 0 },
    { source: "AlphaDropout(0.5, [1, none])", input: [2, 6], output: [2, 6], parameters: 0 },
  ],
});
