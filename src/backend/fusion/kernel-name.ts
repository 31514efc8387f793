/** What people call a kernel: its steps in the order of computing, `matmul + add + max`. */

import { inputsOf } from "../expr-tree.ts";
import type { Expr } from "../kernel.ts";

const longest = 6;

/** `folded` is what a reduction folds, `anchor` the name of the reduction or contraction. */
export function kernelName(
  folded: readonly Expr[],
  anchor: string | undefined,
  stored: readonly Expr[],
): string {
  const names: string[] = [];
  const seen = new Set<Expr>();
  const visit = (expr: Expr): void => {
    if (seen.has(expr)) return;
    seen.add(expr);
    for (const input of inputsOf(expr)) visit(input);
    if (expr.kind === "pointwise") names.push(expr.primitive.name);
    else if (expr.kind === "random" || expr.kind === "cast") names.push(expr.kind);
  };
  folded.forEach(visit);
  if (anchor !== undefined) names.push(anchor);
  stored.forEach(visit);
  const steps = names.filter((name, place) => name !== names[place - 1]);
  if (steps.length === 0) return "copy";
  return steps.length > longest ? `${steps.slice(0, longest).join(" + ")} + …` : steps.join(" + ");
}
