import { folded, merging } from "../merge.ts";

export const add = merging({
  name: "Add",
  doc: "The sum of several tensors, element by element: [a, b] -> Add(), the same as a + b. For joining branches of one shape, as around a skip; smaller rows are stretched over trailing axes, so [7, 3] and [3] give [7, 3].",
  linear: true,
  compute: folded((g, a, b) => g.add(a, b)),
});
