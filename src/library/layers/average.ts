import { folded, merging } from "../merge.ts";

const sum = folded((g, a, b) => g.add(a, b));

export const average = merging({
  name: "Average",
  doc: "The mean of several tensors, element by element. For joining branches that say the same thing, such as the members of an ensemble.",
  linear: true,
  compute: (g, tensors) => g.div(sum(g, tensors), tensors.length),
});
