import { integer, number, optional, param } from "../../words/param-types.ts";
import { defineLayer } from "../layer.ts";
import { normalNoise, seeded } from "../normal-noise.ts";
import { sameShape } from "../same-shape.ts";

export const gaussianDropout = defineLayer({
  name: "GaussianDropout",
  doc: "Multiplies by normal noise of mean 1 while training, with the variance rate / (1 - rate) that Dropout has. In place of Dropout where no unit is to be off. Formula: Srivastava and others, Dropout (2014), section 10.",
  params: {
    rate: param(number({ min: 0, max: 1, belowMax: true }), "the rate of the dropout that it is like"),
    seed: param(optional(integer()), "draws other noise than the model's seed alone would", null),
  },
  shape: (_params, inputs) => sameShape(inputs),
  lower(context) {
    const { g, params, inputs, training, float } = context;
    if (inputs[0] === undefined) throw new Error("GaussianDropout is lowered with one input");
    const x = g.cast(inputs[0], float);
    if (!training || params.rate === 0) return x;
    const deviation = Math.sqrt(params.rate / (1 - params.rate));
    const noise = normalNoise(context, seeded("noise", params.seed), x.shape);
    return g.mul(x, g.add(1, g.mul(deviation, noise)));
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, regularizes: true }),
  examples: [{ source: "GaussianDropout(0.3)", input: [10], output: [10], parameters: 0 }],
});
