import { folded, merging } from "../merge.ts";

export const multiply = merging({
  name: "Multiply",
  doc: "The product of several tensors, element by element: [a, b] -> Multiply(), the same as a * b. For gates: one branch, through a sigmoid, says how much of another gets on.",
  linear: false,
  compute: folded((g, a, b) => g.mul(a, b)),
});
