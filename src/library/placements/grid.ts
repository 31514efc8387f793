import { number, param } from "../../words/param-types.ts";
import { definePlacement } from "../placement.ts";

export const grid = definePlacement({
  name: "grid",
  doc: "Evenly from one bound to the other, both included. Several columns of this kind make a mesh: with two of them, 2_500 rows are 50 times 50 points. For small domains, where chance would leave holes.",
  params: {
    low: param(number(), "the first place"),
    high: param(number(), "the last place"),
  },
  conflict: ({ low, high }) =>
    low < high ? undefined : { param: "high", message: `must be above the lower bound, ${low}` },
  mesh: ({ low, high }, count) =>
    Float64Array.from({ length: count }, (_, i) =>
      count === 1 ? low : i === count - 1 ? high : low + ((high - low) * i) / (count - 1),
    ),
  examples: [{ source: "grid(0, 1)", range: [0, 1] }],
});
