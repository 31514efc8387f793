import { integer, number, optional, param } from "../../words/param-types.ts";
import { defineLayer } from "../layer.ts";
import { checkNoiseShape, drawnShape, noiseShape } from "../noise-shape.ts";

export const dropout = defineLayer({
  name: "Dropout",
  doc: "Turns a random share of its inputs to 0 while training, and scales the rest up by 1 / (1 - rate), so that their expected sum stays. Against overfitting: between wide layers, at 0.2 to 0.5. Does nothing when the model is evaluated or used. Formula: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks from overfitting (2014).",
  params: {
    rate: param(number({ min: 0, max: 1 }), "share of inputs that is turned to 0"),
    noise_shape: noiseShape,
    seed: param(optional(integer()), "draws another mask than the model's seed alone would", null),
  },
  shape({ noise_shape }, [x]) {
    if (x === undefined) throw new Error("Dropout has one input");
    checkNoiseShape(noise_shape, x.shape);
    return { shape: x.shape, dtype: "float" };
  },
  lower({ g, params: { rate, noise_shape, seed }, inputs: [input], training, float, random }) {
    if (input === undefined) throw new Error("Dropout is lowered with one input");
    const x = g.cast(input, float);
    if (!training || rate === 0) return x;
    if (rate === 1) return g.mul(x, 0);
    const chance = random(seed === null ? "dropout" : `dropout ${seed}`, drawnShape(x.shape, noise_shape));
    return g.where(g.less(chance, rate), 0, g.mul(x, 1 / (1 - rate)));
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, regularizes: true }),
  examples: [
    { source: "Dropout(0.5)", input: [10], output: [10], parameters: 0 },
    { source: "Dropout(0.2, noise_shape = [1, none])", input: [4, 3], output: [4, 3], parameters: 0 },
  ],
});
