import { anyCounts } from "../masks.ts";
import { merging } from "../merge.ts";

export const multiply = merging({
  name: "Multiply",
  doc: "The product of several tensors, element by element: [a, b] -> Multiply(), the same as a * b. For gates: one branch, through a sigmoid, says how much of another gets on.",
  linear: false,
  compute(g, tensors) {
    // As in Keras: what does not count is a factor of 1, and where nothing counts the product is 0.
    const factors = tensors.map(({ x, counts }) => (counts ? g.where(counts, x, 1) : x));
    const product = factors.reduce((a, b) => g.mul(a, b));
    const some = anyCounts(
      g,
      tensors.map(({ counts }) => counts),
    );
    return some ? g.where(some, product, 0) : product;
  },
});
