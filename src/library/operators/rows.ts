/** Rows of tensors beside one another: shapes broadcast over trailing axes, as in NumPy, and the batch axis never does. */
import { type Dim, equalDims, type Shape, showShape } from "../../base/dim.ts";
import type { Builder, Operand } from "../../tensor/builder.ts";
import type { FloatType } from "../../tensor/types.ts";
import { ShapeProblem } from "../layer.ts";

/** The shape that rows of these shapes have together; throws ShapeProblem. `what` names the operation. */
export function commonShape(what: string, shapes: readonly Shape[]): Shape {
  return shapes.reduce((a, b) => {
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, axis): Dim => {
      const x = a[axis - rank + a.length] ?? 1;
      const y = b[axis - rank + b.length] ?? 1;
      if (equalDims(x, y) || y === 1) return x;
      if (x === 1) return y;
      throw new ShapeProblem(
        "shape-mismatch",
        `${what} needs rows of one shape, and ${showShape(a)} meets ${showShape(b)}`,
        {
          label: "sizes are compared from the last axis on",
          help: "bring both to one size with a layer, or reduce one of them: `mean(x, axis = -1)`",
        },
      );
    });
  }, [] as Shape);
}

/** Tensors of `[batch, …]` with axes of size 1 behind the batch, so that they broadcast over their trailing axes. */
export function alignRows(g: Builder, operands: readonly Operand[], float: FloatType): readonly Operand[] {
  const rank = Math.max(0, ...operands.map((operand) => rankOf(operand)));
  return operands.map((operand) => {
    if (typeof operand === "number") return operand;
    const node = g.cast(operand, float);
    const missing = rank - rankOf(node);
    if (missing === 0) return node;
    const [batch = 1, ...row] = node.shape;
    return g.reshape(node, [batch, ...Array<number>(missing).fill(1), ...row]);
  });
}

function rankOf(operand: Operand): number {
  return typeof operand === "number" ? 0 : operand.shape.length;
}
