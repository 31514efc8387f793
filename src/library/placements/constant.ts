import { number, param } from "../../words/param-types.ts";
import { definePlacement } from "../placement.ts";

export const constant = definePlacement({
  name: "constant",
  doc: "The same number everywhere. A number alone means it: t = 0.",
  params: { value: param(number(), "the number") },
  draw: ({ value }, count) => new Float64Array(count).fill(value),
  examples: [{ source: "constant(0.5)", range: [0.5, 0.5] }],
});
