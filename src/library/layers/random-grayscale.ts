import { number, param } from "../../words/param-types.ts";
import { greyOf } from "../colours.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";

export const randomGrayscale = defineImageLayer({
  name: "RandomGrayscale",
  doc: "Takes the colour from a random share of the images while training; they keep their three channels. For networks that should not go by colour alone.",
  params: {
    factor: param(number({ min: 0, max: 1 }), "share of the images that become grey", 0.5),
    ...formatThenSeed,
  },
  acts: "training",
  colours: "rgb or grey",
  transform({ g, x, params, uniform }) {
    return g.where(g.less(uniform("chance", [0, 1]), params.factor), greyOf(g, x), x);
  },
  examples: [{ source: "RandomGrayscale(1)", input: [3, 2, 3], output: [3, 2, 3], parameters: 0 }],
});
