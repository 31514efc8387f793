/** `onehot(colour)`: one number for each category, 1 at the row's own. */
import { defineTransform } from "../transform.ts";

interface Fitted {
  readonly categories: number;
}

export const onehot = defineTransform({
  name: "onehot",
  doc: "Makes one number for each category of a column, 1 for the row's own category and 0 for the others, in sorted order of the categories. For columns of names, or of numbers that are mere codes.",
  params: {},
  takes: "category",
  width: (_, categories) => categories,
  fit: (_, { categories }): { readonly categories: number } => ({ categories: categories?.length ?? 0 }),
  apply(fitted, value, out, offset) {
    const { categories } = fitted as unknown as Fitted;
    out.fill(0, offset, offset + categories);
    out[offset + value] = 1;
  },
  lower: (g, _, x, width) => g.equal(g.iota([width], 0, "f64"), x),
  examples: [{ source: "features = [age, onehot(colour)]" }],
});
