import { listOf } from "../../words/list-types.ts";
import { number, param } from "../../words/param-types.ts";
import { definePlacement } from "../placement.ts";

export const choice = definePlacement({
  name: "choice",
  doc: "One of some numbers, each as likely as the others. For the edges of a domain: choice(-1, 1).",
  gathers: true,
  params: { values: param(listOf(number(), { min: 1, single: true }), "the numbers") },
  draw({ values }, count, random) {
    return random.uniform(count).map((u) => values[Math.floor(u * values.length)] as number);
  },
  examples: [
    { source: "choice(-1, 1)", range: [-1, 1] },
    { source: "choice([0, 0.5, 1])", range: [0, 1] },
  ],
});
