import { number, param } from "../../words/param-types.ts";
import { definePlacement } from "../placement.ts";

export const normal = definePlacement({
  name: "normal",
  doc: "Near a place, and the farther the rarer. For a domain without bounds, or where one place matters most.",
  params: {
    mean: param(number(), "the place"),
    stddev: param(number({ min: 0, aboveMin: true }), "the standard deviation"),
  },
  draw: ({ mean, stddev }, count, random) => random.normal(count).map((z) => mean + stddev * z),
  examples: [{ source: "normal(0, 0.5)", range: [-5, 5] }],
});
