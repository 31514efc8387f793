/** What makes two kernels the same code: everything but their names. */
import type { Expr, Kernel } from "../kernel.ts";
import { expressionsIn, operandsOf } from "./rewrite-expression.ts";

/** Equal for kernels of equal description; shared subexpressions are written once. */
export function kernelKey(kernel: Kernel): string {
  const roots = kernel.kind === "reduce" ? [kernel.value] : [];
  roots.push(...kernel.stores.map(({ value }) => value));
  const numbers = new Map<Expr, number>();
  const lines: string[] = [];
  for (const expr of expressionsIn(roots)) {
    const operands = operandsOf(expr).map((operand) => numbers.get(operand));
    lines.push(JSON.stringify([ownParts(expr), operands]));
    numbers.set(expr, numbers.size);
  }
  const values = roots.map((root) => numbers.get(root));
  const stores = kernel.stores.map(({ access }) => access);
  const primitive = kernel.kind === "reduce" ? kernel.primitive.name : undefined;
  const { name: _, stores: __, ...rest } = kernel;
  const shape = { ...rest, primitive, value: undefined };
  return JSON.stringify([shape, stores, values, lines]);
}

function ownParts(expr: Expr): unknown {
  if (expr.kind === "pointwise") return [expr.kind, expr.dtype, expr.primitive.name];
  if (expr.kind === "cast") return [expr.kind, expr.dtype];
  if (expr.kind === "random") return [expr.kind, expr.dtype, expr.element, expr.key];
  if (expr.kind === "pick") {
    return [expr.kind, expr.dtype, exactly(expr.otherwise), expr.choices.map(({ guards }) => guards)];
  }
  return expr.kind === "constant" ? [expr.kind, expr.dtype, exactly(expr.value)] : expr;
}

/** JSON has neither infinities nor -0. */
function exactly(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
