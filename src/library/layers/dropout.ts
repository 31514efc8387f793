import { equalDims, isKnown, type Shape, showShape } from "../../base/dim.ts";
import { listOf, size } from "../../words/list-types.ts";
import { integer, number, optional, param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

export const dropout = defineLayer({
  name: "Dropout",
  doc: "Turns a random share of its inputs to 0 while training, and scales the rest up by 1 / (1 - rate), so that their expected sum stays. Against overfitting: between wide layers, at 0.2 to 0.5. Does nothing when the model is evaluated or used. Formula: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks from overfitting (2014).",
  params: {
    rate: param(number({ min: 0, max: 1 }), "share of inputs that is turned to 0"),
    noise_shape: param(
      optional(listOf(optional(size))),
      "one entry for each axis without the batch: 1 where all places share one draw, none (or the size) where each has its own",
      null,
    ),
    seed: param(optional(integer()), "draws another mask than the model's seed alone would", null),
  },
  shape({ noise_shape }, [x]) {
    if (x === undefined) throw new Error("Dropout has one input");
    if (noise_shape !== null) checkNoiseShape(noise_shape, x.shape);
    return { shape: x.shape, dtype: "float" };
  },
  lower({ g, params: { rate, noise_shape, seed }, inputs: [input], training, float, random }) {
    if (input === undefined) throw new Error("Dropout is lowered with one input");
    const x = g.cast(input, float);
    if (!training || rate === 0) return x;
    if (rate === 1) return g.mul(x, 0);
    const [batch = 1, ...row] = x.shape;
    const drawn = row.map((length, axis) => (noise_shape?.[axis] === 1 ? 1 : length));
    const chance = random(seed === null ? "dropout" : `dropout ${seed}`, [batch, ...drawn]);
    return g.where(g.less(chance, rate), 0, g.mul(x, 1 / (1 - rate)));
  },
  facts: () => ({ learns: false, nonlinear: false, regularizes: true }),
  examples: [
    { source: "Dropout(0.5)", input: [10], output: [10], parameters: 0 },
    { source: "Dropout(0.2, noise_shape = [1, none])", input: [4, 3], output: [4, 3], parameters: 0 },
  ],
});

function checkNoiseShape(noise: readonly (Shape[number] | null)[], shape: Shape): void {
  const fits = (dim: Shape[number] | null, axis: number): boolean =>
    dim === null ||
    dim === 1 ||
    !isKnown(dim) ||
    !isKnown(shape[axis] ?? 1) ||
    equalDims(dim, shape[axis] ?? 1);
  if (noise.length === shape.length && noise.every(fits)) return;
  const written = `[${noise.map((dim) => (dim === null ? "none" : showShape([dim]).slice(1, -1))).join(", ")}]`;
  const withBatch = noise.length === shape.length + 1;
  throw new ShapeProblem(
    "bad-option",
    `noise_shape ${written} does not fit an input of shape ${showShape(shape)}`,
    {
      param: "noise_shape",
      label: withBatch ? "the batch axis is not written" : "each entry is 1, none or the size of its axis",
      ...(withBatch ? { help: "leave the first entry out" } : {}),
    },
  );
}
