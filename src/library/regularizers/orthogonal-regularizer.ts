import { choice, number, param } from "../../words/param-types.ts";
import { norms } from "../norms.ts";
import { defineRegularizer } from "../regularizer.ts";

export const orthogonalRegularizer = defineRegularizer({
  name: "OrthogonalRegularizer",
  doc: "Adds factor times the mean absolute cosine between different rows (or columns) of a matrix to the loss. Pushes units towards features of their own. Formula as in Keras: factor * sum over i < j of |cos(w_i, w_j)| / number of pairs. Matrices only.",
  params: {
    factor: param(number({ min: 0 }), "strength", 0.01),
    mode: param(choice("rows", "columns"), "what is to stand at right angles", "rows"),
  },
  problem({ mode }, shape) {
    if (shape.length !== 2)
      return `OrthogonalRegularizer serves matrices only, not a weight of ${shape.length} axes`;
    const count = shape[mode === "rows" ? 0 : 1] as number;
    return count > 1 ? undefined : `OrthogonalRegularizer needs at least two ${mode}, not ${count}`;
  },
  penalty(g, { factor, mode }, weight) {
    const axis = mode === "rows" ? 1 : 0;
    const count = weight.shape[1 - axis] as number;
    const unit = g.div(weight, g.max(norms(g, weight, [axis]), 1e-12));
    const cosines = g.matmul(unit, unit, axis === 1 ? { transposeB: true } : { transposeA: true });
    const shape = [count, count];
    const diagonal = g.equal(g.iota(shape, 0, "i32"), g.iota(shape, 1, "i32"));
    const apart = g.sum(g.abs(g.mul(cosines, g.sub(1, g.cast(diagonal, weight.dtype)))));
    const pairs = (count * (count - 1)) / 2;
    return g.mul((0.5 * factor) / pairs, apart);
  },
});
