import { number, param } from "../../words/param-types.ts";
import { definePlacement } from "../placement.ts";

export const uniform = definePlacement({
  name: "uniform",
  doc: "Anywhere between two bounds, each place as likely as the other. For the inside of a domain.",
  params: {
    low: param(number(), "the lower bound"),
    high: param(number(), "the upper bound"),
  },
  conflict: ({ low, high }) =>
    low < high ? undefined : { param: "high", message: `must be above the lower bound, ${low}` },
  draw: ({ low, high }, count, random) => random.uniform(count).map((u) => low + (high - low) * u),
  examples: [{ source: "uniform(-1, 1)", range: [-1, 1] }],
});
