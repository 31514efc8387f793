import { chosen, merging } from "../merge.ts";

export const minimum = merging({
  name: "Minimum",
  doc: "The smallest of several tensors, element by element. For an answer that all branches must agree to.",
  linear: false,
  compute: chosen((g, a, b) => g.min(a, b)),
});
