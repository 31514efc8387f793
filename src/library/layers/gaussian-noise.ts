import { integer, number, optional, param } from "../../words/param-types.ts";
import { defineLayer } from "../layer.ts";
import { normalNoise, seeded } from "../normal-noise.ts";
import { sameShape } from "../same-shape.ts";

export const gaussianNoise = defineLayer({
  name: "GaussianNoise",
  doc: "Adds normal noise of mean 0 while training. Against overfitting, on inputs above all: it makes many like examples of each. Does nothing when the model is evaluated or used.",
  params: {
    stddev: param(number({ min: 0, max: 1 }), "standard deviation of the noise"),
    seed: param(optional(integer()), "draws other noise than the model's seed alone would", null),
  },
  shape: (_params, inputs) => sameShape(inputs),
  lower(context) {
    const { g, params, inputs, training, float } = context;
    if (inputs[0] === undefined) throw new Error("GaussianNoise is lowered with one input");
    const x = g.cast(inputs[0], float);
    if (!training || params.stddev === 0) return x;
    const noise = normalNoise(context, seeded("noise", params.seed), x.shape);
    return g.add(x, g.mul(params.stddev, noise));
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, regularizes: true }),
  examples: [{ source: "GaussianNoise(0.1)", input: [10], output: [10], parameters: 0 }],
});
