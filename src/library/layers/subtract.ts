import { folded, merging } from "../merge.ts";

export const subtract = merging({
  name: "Subtract",
  doc: "The first of two tensors less the second, element by element: [a, b] -> Subtract(), the same as a - b. For comparing what two branches say; exactly two tensors enter.",
  inputs: 2,
  linear: true,
  compute: folded((g, a, b) => g.sub(a, b)),
});
