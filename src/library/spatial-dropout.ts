/** Dropout of whole channels, for one to three spatial axes. */
import { showShape } from "../base/dim.ts";
import { integer, number, optional, param } from "../words/param-types.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import { type LayerDefinition, ShapeProblem } from "./layer.ts";
import { seeded } from "./normal-noise.ts";
import { sameShape } from "./same-shape.ts";

export function defineSpatialDropout(axes: 1 | 2 | 3, input: readonly number[]): LayerDefinition {
  const name = `SpatialDropout${axes}D`;
  const what = { 1: "sequences", 2: "images", 3: "volumes" }[axes];
  return defineSpatialLayer({
    name,
    doc: `Turns a random share of channels to 0 while training, each in all its places, and scales the others up by 1 / (1 - rate). For ${what} with their channels last, where neighbours tell of each other and Dropout takes away little. Formula: Tompson and others, Efficient object localization using convolutional networks (2015).`,
    params: {
      rate: param(number({ min: 0, max: 1, belowMax: true }), "share of channels that is turned to 0"),
      ...(axes === 1 ? {} : { data_format: dataFormat }),
      seed: param(optional(integer()), "draws another mask than the model's seed alone would", null),
    },
    shape(_params, inputs) {
      const spec = sameShape(inputs);
      if (spec.shape.length === axes + 1) return spec;
      throw new ShapeProblem(
        "rank-mismatch",
        `${name} takes ${what} of ${axes + 1} axes, the last of them channels, but ${showShape(spec.shape)} comes in`,
      );
    },
    lower({ g, params: { rate, seed }, inputs: [input], training, float, random }) {
      if (input === undefined) throw new Error(`${name} is lowered with one input`);
      const x = g.cast(input, float);
      if (!training || rate === 0) return x;
      const drawn = x.shape.map((size, axis) => (axis === 0 || axis === x.shape.length - 1 ? size : 1));
      const chance = random(seeded("dropout", seed), drawn);
      return g.where(g.less(chance, rate), 0, g.mul(x, 1 / (1 - rate)));
    },
    mask: "keep",
    facts: () => ({ learns: false, nonlinear: false, regularizes: true }),
    examples: [{ source: `${name}(0.5)`, input, output: input, parameters: 0 }],
  });
}
